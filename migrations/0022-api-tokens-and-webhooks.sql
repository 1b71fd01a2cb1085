-- API tokens: a program's access to the admin API of one connection. Only the hash of a token is stored.
create table api_tokens (
  id text primary key,
  connection_id text not null references connections on delete cascade,
  name text not null,
  -- `write` includes `read`.
  scope text not null check (scope in ('read', 'write')),
  -- The first characters of the token, by which it is looked up and recognised.
  prefix text not null,
  -- SHA-256, hexadecimal.
  token_hash text not null,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  -- Null: it does not expire.
  expires_at timestamptz
);
create index api_tokens_by_prefix on api_tokens (prefix);
create index api_tokens_of_connection on api_tokens (connection_id, created_at);

-- Webhook endpoints: where the service sends what happens in one connection.
create table webhook_endpoints (
  id text primary key,
  connection_id text not null references connections on delete cascade,
  url text not null,
  description text not null default '',
  -- The types of event it receives.
  events text[] not null,
  active boolean not null default true,
  -- JWE, see storage/seal.ts. The secret signs what is sent.
  sealed text not null,
  -- Signs beside it until then, so that a receiver can change over.
  previous_sealed text,
  previous_until timestamptz,
  -- Every attempt has failed since then.
  failing_since timestamptz,
  created_by text not null,
  created_at timestamptz not null
);
create index webhook_endpoints_of_connection on webhook_endpoints (connection_id, created_at);

-- Events: stored by the statement that makes them true, and only while an endpoint wants them.
create table webhook_events (
  connection_id text not null references connections on delete cascade,
  -- Sent as `webhook-id`. Stays the same for every attempt and replay.
  id text not null,
  type text not null,
  -- The call, conversation or card it is about. Null where it is about the connection.
  kind text,
  ref text,
  data jsonb not null,
  occurred_at timestamptz not null,
  primary key (connection_id, id)
);
create index webhook_events_by_age on webhook_events (occurred_at);
create index webhook_events_of_item on webhook_events (connection_id, kind, ref);

-- What became of each event at each endpoint.
create table webhook_deliveries (
  connection_id text not null,
  event_id text not null,
  endpoint_id text not null references webhook_endpoints on delete cascade,
  -- `pending`: not delivered yet. `failed`: given up.
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  created_at timestamptz not null,
  -- Attempts of the present round. A replay begins at 0 again.
  attempts int not null default 0,
  next_attempt_at timestamptz,
  primary key (endpoint_id, event_id),
  foreign key (connection_id, event_id) references webhook_events on delete cascade
);
create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, created_at desc, event_id desc);
create index webhook_deliveries_of_event on webhook_deliveries (connection_id, event_id);

create table webhook_attempts (
  id bigint generated always as identity primary key,
  connection_id text not null,
  endpoint_id text not null,
  event_id text not null,
  at timestamptz not null,
  duration_ms int not null,
  -- The HTTP status of the answer. Null where there was none.
  status int,
  -- A code: why the attempt failed. Null where it succeeded.
  problem text,
  foreign key (endpoint_id, event_id) references webhook_deliveries on delete cascade
);
create index webhook_attempts_of_delivery on webhook_attempts (endpoint_id, event_id, at);

-- A delivery of an event is a work item: `ref` names the event, `part` the endpoint.
-- Only loosened: old code asks for the kinds that it knows, and never reads another.
alter table work_items drop constraint work_items_kind_check;
