-- Looking after connections: what is compared with Aircall and when, what waits and since when, what people are alerted of.

create table care (
  connection_id text primary key references connections on delete cascade,
  -- When the connection is looked after next.
  due_at timestamptz not null,
  -- Calls that started before were compared with Aircall's list: once soon after, once a day after.
  recent_until timestamptz not null,
  day_until timestamptz not null
);
create index care_due on care (due_at);

-- Work that was put aside: since when, and in which lane it waits.
alter table subjects add column held_since timestamptz;
alter table subjects add column held_lane text;
create index subjects_held on subjects (connection_id, held_since) where held_since is not null;

-- The latest delivery of a connection, and what is older than it need be kept.
create index deliveries_by_time on deliveries (connection_id, received_at);

create table alerts (
  id bigint generated always as identity primary key,
  connection_id text not null references connections on delete cascade,
  kind text not null,
  -- What fills the text of its kind: counts, reasons.
  detail jsonb not null default '{}',
  raised_at timestamptz not null,
  -- Told to the address of the admin's choice.
  told_at timestamptz,
  resolved_at timestamptz
);
-- Each kind is raised once, until it is over.
create unique index alerts_open on alerts (connection_id, kind) where resolved_at is null;
create index alerts_by_time on alerts (connection_id, id desc);
