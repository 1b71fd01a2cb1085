-- Installing with OAuth, signing in, choosing lines, and the history of settings.

-- A connection exists from the moment that Gorgias is joined; its webhook follows with Aircall.
alter table connections alter column webhook_token_hash drop not null;
alter table connections add column webhook_id text;
alter table connections add column aircall_company_id text;
-- Why it is not active, and since when its status is what it is.
alter table connections add column reason text;
alter table connections add column since timestamptz;
-- Who allowed each side, for people to read.
alter table connections add column joined_gorgias jsonb;
alter table connections add column joined_aircall jsonb;
create unique index connections_of_company on connections (aircall_company_id) where aircall_company_id is not null;

-- Only one node refreshes a token at a time.
alter table credentials add column refreshing_until timestamptz;

-- OAuth rounds under way. The state is spent whatever comes of it; only its hash is kept.
create table oauth_rounds (
  state_hash text primary key,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  account text not null,
  -- The connection that Aircall is to be joined to; null in a Gorgias round.
  connection_id text references connections on delete cascade,
  -- The browser that began the round is the one that may finish it.
  browser_hash text not null,
  -- Where the admin wanted to go.
  next text not null,
  created_at timestamptz not null
);

create table sessions (
  id_hash text primary key,
  connection_id text not null references connections on delete cascade,
  user_name text,
  user_email text,
  csrf_token text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table setting_changes (
  id bigint generated always as identity primary key,
  connection_id text not null references connections on delete cascade,
  name text not null,
  from_value jsonb,
  to_value jsonb,
  changed_by text not null,
  changed_at timestamptz not null
);
create index setting_changes_by_time on setting_changes (connection_id, id desc);

-- Agents joined by hand: an Aircall user and the Gorgias user who signs for them.
create table agent_mappings (
  connection_id text not null references connections on delete cascade,
  aircall_user_id text not null,
  desk_user_id bigint not null,
  primary key (connection_id, aircall_user_id)
);

-- The name shown for a call, so that it can be searched.
alter table calls add column customer_name text;
create index calls_by_ticket on calls (connection_id, ticket_id) where ticket_id is not null;
