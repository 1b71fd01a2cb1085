-- One scheduler: a work item's row is its job. This is a major step: nodes of earlier versions cannot work on this schema,
-- and stop before. Calls, conversations and cards are named by two columns, kind and ref, instead of `call:123`.

create table work_items (
  -- Without a reference: what has to be undone at a vendor outlives its connection.
  connection_id text not null,
  kind text not null check (kind in ('card', 'call', 'conversation', 'message_file', 'recording', 'connection')),
  ref text not null,
  -- Which file of the call, or which message of the conversation.
  part text not null default '',
  -- Null: nothing is to be done. Such rows are forgotten soon.
  due_at timestamptz,
  -- When `due_at` was set. A time set by a clock that was ahead is known by it.
  scheduled_at timestamptz not null,
  -- 0 is the most urgent. For deferred work, how urgent its lane is.
  priority int not null default 0,
  -- It waits for capacity of the rate limit since then.
  deferred_since timestamptz,
  -- The worker that runs it, and until when without a sign of life.
  lease text,
  leased_until timestamptz,
  -- Something changed since the lease began: due again at once after the run.
  changed boolean not null default false,
  -- Runs that failed one after another.
  attempts int not null default 0,
  -- What the run is told: its trace, when a call was heard of.
  input jsonb not null default '{}',
  primary key (connection_id, kind, ref, part)
);
create index work_items_due on work_items (kind, priority, due_at) where due_at is not null and deferred_since is null;
create index work_items_deferred on work_items (connection_id, due_at) where deferred_since is not null;

create function pg_temp.kind_of(subject text) returns text language sql immutable as $$
  select case split_part(subject, ':', 1) when 'text' then 'conversation' else split_part(subject, ':', 1) end $$;
create function pg_temp.ref_of(subject text) returns text language sql immutable as $$
  select substr(subject, strpos(subject, ':') + 1) $$;

-- What waited in the queue of earlier versions.
create temporary table waiting_jobs (queue text, connection_id text, subject text, message_id text, media text, input jsonb);
do $$ begin
  if to_regclass('pgboss.job') is not null then
    execute $copy$ insert into waiting_jobs
      select name, data ->> 'connectionId', data ->> 'subject', data ->> 'messageId', data ->> 'media',
        jsonb_strip_nulls(jsonb_build_object('heardAt', data -> 'heardAt', 'removed', data -> 'removed'))
      from pgboss.job where state in ('created', 'retry', 'active') and name in ('card', 'turn', 'file', 'media', 'care') $copy$;
  end if;
end $$;

insert into work_items (connection_id, kind, ref, part, due_at, scheduled_at, priority, deferred_since, input)
select distinct on (connection_id, kind, ref, part)
  connection_id, kind, ref, part, due_at, now(), case when held_since is null then 0 else rank end, held_since, input
from (
  select connection_id, pg_temp.kind_of(subject) as kind, pg_temp.ref_of(subject) as ref, '' as part, wake_at as due_at, held_since,
    coalesce(array_position(array['card', 'live call', 'message', 'ended call', 'recording', 'catch-up'], held_lane), 6) as rank,
    '{}'::jsonb as input
  from subjects where wake_at is not null
  union all
  select connection_id, pg_temp.kind_of(subject), pg_temp.ref_of(subject), '', least(received_at, now()), null, 0, '{}'
  from deliveries where outcome is null and subject is not null
  union all
  select connection_id,
    case queue when 'card' then 'card' when 'media' then 'recording' when 'file' then 'message_file' when 'care' then 'connection'
      else pg_temp.kind_of(subject) end,
    case when queue = 'care' then '' else pg_temp.ref_of(subject) end,
    coalesce(case queue when 'media' then media when 'file' then message_id end, ''), now(), null, 0, input
  from waiting_jobs where connection_id is not null and subject is not null) unfinished
-- What is due at once is so whatever else is planned for it.
order by connection_id, kind, ref, part, held_since nulls first, due_at;
drop table waiting_jobs;
drop schema if exists pgboss cascade;

-- What is kept of calls, conversations and cards, as the console shows it.
alter table subjects rename to activity;
alter table activity drop constraint calls_pkey;
alter table activity add column kind text;
update activity set kind = pg_temp.kind_of(subject),
  subject = pg_temp.ref_of(subject), callback_done_by = pg_temp.ref_of(callback_done_by);
alter table activity rename column subject to ref;
alter table activity add primary key (connection_id, kind, ref);
-- When it is looked at again is in work_items.
alter table activity drop column wake_at;
drop index subjects_held;
drop index subjects_by_time;
drop index subjects_by_state;
drop index subjects_by_caller_end;
create index activity_by_time on activity (connection_id, updated_at desc, kind desc, ref desc) include (state, customer_folded);
create index activity_by_state on activity (connection_id, state, updated_at desc, kind desc, ref desc);
create index activity_by_caller_end on activity (connection_id, caller_backwards text_pattern_ops) include (state, updated_at, kind, ref);
create index activity_held on activity (connection_id, held_since) where held_since is not null;
alter index subjects_of_caller rename to activity_of_caller;
alter index subjects_of_customer rename to activity_of_customer;
alter index subjects_by_start rename to activity_by_start;
alter index subjects_by_ticket rename to activity_by_ticket;
alter index subjects_erased rename to activity_erased;
alter index subjects_of_callback rename to activity_of_callback;
alter index subjects_of_line rename to activity_of_line;

drop index deliveries_of_subject;
drop index deliveries_open;
drop index deliveries_unread;
alter table deliveries add column kind text;
update deliveries set kind = pg_temp.kind_of(subject),
  subject = pg_temp.ref_of(subject) where subject is not null;
alter table deliveries rename column subject to ref;
create index deliveries_of_item on deliveries (connection_id, kind, ref);
create index deliveries_open on deliveries (connection_id, kind, ref, id)
  where outcome is null or outcome like 'waiting%' or outcome like 'not understood%';
create index deliveries_unread on deliveries (received_at) where outcome is null;

alter table writes drop constraint writes_pkey;
alter table writes add column kind text;
update writes set kind = pg_temp.kind_of(subject),
  subject = pg_temp.ref_of(subject);
alter table writes rename column subject to ref;
alter table writes add primary key (connection_id, kind, ref, round, key);

drop function pg_temp.kind_of(text);
drop function pg_temp.ref_of(text);
