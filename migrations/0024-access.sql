-- Signing in without an OAuth app: one-time links, and the set-up page for API keys. Only hashes of the secrets are kept.

-- A link is deleted when it is used. A link without a connection opens the set-up page.
create table one_time_links (
  token_hash text primary key,
  connection_id text references connections on delete cascade,
  expires_at timestamptz not null
);

-- A browser that may connect a new account. It was opened by a link, and ends with the connection.
create table set_up_sessions (
  id_hash text primary key,
  expires_at timestamptz not null
);

-- `link`: a person with access to the server, whom Gorgias does not know. `key`: an admin with a Gorgias API key. Null: OAuth.
alter table sessions add column opened_by text;
