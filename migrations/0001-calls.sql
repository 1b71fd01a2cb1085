-- The main job: connections, deliveries, calls, writes, and what is remembered of both vendors.
-- Every row names its connection; every statement of the service does too.

create table connections (
  id text primary key,
  -- The Gorgias subdomain; one connection per account.
  account text not null unique,
  status text not null check (status in ('installing', 'active', 'deactivated')),
  -- The unguessable part of the webhook's address, and the SHA-256 of its token: the token itself is never needed again.
  webhook_key text not null unique,
  webhook_token_hash text not null,
  settings jsonb not null default '{}',
  -- Ids of Aircall's own tags for callbacks, learned once.
  callback_tag_ids jsonb not null default '{"requested": [], "done": []}',
  created_at timestamptz not null
);

create table credentials (
  connection_id text not null references connections on delete cascade,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  -- JWE, see storage/seal.ts.
  sealed text not null,
  primary key (connection_id, vendor)
);

create table lines (
  connection_id text not null references connections on delete cascade,
  line_id text not null,
  name text not null,
  digits text not null,
  country text,
  time_zone text,
  selected boolean not null default false,
  primary key (connection_id, line_id)
);

create table deliveries (
  id bigint generated always as identity primary key,
  connection_id text not null references connections on delete cascade,
  -- `call:123`; null for what is kept without being followed.
  subject text,
  event text not null,
  received_at timestamptz not null,
  -- SHA-256 of the body: Aircall numbers neither events nor deliveries, so a duplicate is the same bytes again.
  digest text not null,
  body text not null,
  -- Null until it is read; then what became of it.
  outcome text,
  unique (connection_id, digest)
);
create index deliveries_of_subject on deliveries (connection_id, subject);

create table calls (
  connection_id text not null references connections on delete cascade,
  call_id text not null,
  state text not null check (state in ('pending', 'done', 'ignored', 'failed')),
  reason text,
  direction text,
  line_name text,
  started_at timestamptz,
  -- What the caller is remembered under: E.164, unusual digits, or `anonymous`.
  caller text,
  answered boolean not null default false,
  callback_requested boolean not null default false,
  -- The outbound call that answered this call's request.
  callback_done_by text,
  customer_id bigint,
  ticket_id bigint,
  -- How the customer was found, and what was planned; shown as they are.
  match jsonb,
  plan jsonb,
  -- When Gorgias last showed us the ticket, so that nothing is written into trash or spam unseen.
  ticket_seen_at timestamptz,
  attempts int not null default 0,
  -- When to look again though nothing arrives.
  wake_at timestamptz,
  updated_at timestamptz not null,
  primary key (connection_id, call_id)
);
create index calls_to_wake on calls (wake_at) where wake_at is not null;
create index calls_of_caller on calls (connection_id, caller, started_at);
create index calls_by_time on calls (connection_id, updated_at desc);
create index calls_of_customer on calls (connection_id, customer_id) where customer_id is not null;

create table writes (
  connection_id text not null references connections on delete cascade,
  subject text not null,
  round int not null,
  key text not null,
  state text not null check (state in ('intended', 'done', 'refused')),
  intent jsonb,
  outcome jsonb,
  requests int not null default 0,
  intended_at timestamptz not null,
  settled_at timestamptz,
  primary key (connection_id, subject, round, key)
);

create table phone_index (
  connection_id text not null references connections on delete cascade,
  caller text not null,
  customer_id bigint,
  name text,
  email text,
  learned_at timestamptz,
  -- Who is looking for this caller's customer just now: two calls of one stranger must not make two customers.
  claimed_by text,
  claimed_until timestamptz,
  primary key (connection_id, caller)
);

create table desk_tags (
  connection_id text not null references connections on delete cascade,
  name text not null,
  tag_id bigint not null,
  primary key (connection_id, name)
);

create table desk_users (
  connection_id text primary key references connections on delete cascade,
  users jsonb not null,
  learned_at timestamptz not null
);

create table budgets (
  connection_id text not null references connections on delete cascade,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  -- A leaky bucket: what it holds, how fast it drains, how full it was and when.
  capacity double precision not null,
  drain_per_s double precision not null,
  share double precision not null default 0,
  level double precision not null,
  level_at timestamptz not null,
  blocked_until timestamptz,
  -- What the latest asker was told to wait.
  last_wait_ms double precision not null default 0,
  primary key (connection_id, vendor)
);

-- Kept, and never looked at by any turn: found again by the sweep.
create index deliveries_unread on deliveries (received_at) where outcome is null;
