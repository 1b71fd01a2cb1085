-- The budget's arithmetic moves from SQL into the service, which replaces a row only if nobody else did meanwhile.
alter table budgets drop column share;
alter table budgets drop column last_wait_ms;
alter table budgets add column version bigint not null default 1;
-- The first refusal (429) since the latest answer that was none.
alter table budgets add column refused_since timestamptz;
-- What else the arithmetic remembers: what is in flight, from where the drain is measured, when lanes were let through.
alter table budgets add column memory jsonb not null default '{}';

-- What was asked of a vendor, by minute and lane; kept for two days.
create table budget_minutes (
  connection_id text not null references connections on delete cascade,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  minute timestamptz not null,
  lane text not null,
  requests integer not null,
  -- Of these, those that were refused (429).
  refused integer not null,
  primary key (connection_id, vendor, minute, lane)
);
