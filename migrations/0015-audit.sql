-- What an admin or an operator changes is recorded (N7): who, when, from what to what. Codes and values, never a secret.
create table audit (
  id bigint generated always as identity primary key,
  connection_id text not null references connections on delete cascade,
  at timestamptz not null,
  -- `admin`: signed in to the console. `operator`: a command on the server. `vendor`: by an event or answer of a vendor. `service`: by itself.
  actor_kind text not null check (actor_kind in ('admin', 'operator', 'vendor', 'service')),
  -- The name that the actor goes by; null where the kind says all.
  actor text,
  -- `setting_changed`, `line_selected`, …
  action text not null,
  -- Which setting, line or agent; null where the action says all.
  subject text,
  from_value jsonb,
  to_value jsonb
);
insert into audit (connection_id, at, actor_kind, actor, action, subject, from_value, to_value)
select connection_id, changed_at, case when changed_by = 'the service' then 'service' else 'admin' end,
  case when changed_by = 'the service' then null else changed_by end,
  case when name = 'connection' then 'status_changed' else 'setting_changed' end,
  case when name = 'connection' then null else name end,
  -- An address may hold a secret.
  case when name = 'alertUrl' then 'null'::jsonb else from_value end,
  case when name = 'alertUrl' then 'null'::jsonb else to_value end
from setting_changes order by id;
create index audit_newest on audit (connection_id, id desc);

-- Several tickets of ours are known for the customer: then all of them are looked at, in the same one request (M2).
alter table threads add column several boolean not null default false;
update threads t set several = true where (
  select count(distinct w.outcome ->> 'ticketId') from subjects s
    join writes w on w.connection_id = s.connection_id and w.subject = s.subject
  where s.connection_id = t.connection_id and s.customer_id = t.customer_id and w.key = 'ticket' and w.state = 'done'
    and starts_with(s.subject, 'text:')) > 1;
