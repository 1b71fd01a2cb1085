-- Processes that work on this database, and how far the clock of each machine is from the database's.
create table nodes (
  id text primary key,
  role text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  -- Positive: the machine is ahead.
  skew_ms bigint not null
);

-- Questions of a command to the service at PUBLIC_URL: only a service on this database, with the same keys, knows the answer.
create table reach_probes (
  id_hash text primary key,
  sealed_answer text not null,
  created_at timestamptz not null
);

-- Holds a row once the sandbox has used this database: nothing in it belongs to a real shop.
create table sandbox_mark (
  marked_at timestamptz not null
);
