-- What is known of both authorisations, the webhook and the lines. "It works" is derived from these columns.

-- `removed`: the vendor ended the authorisation. `refused`: the vendor refuses the credential. `not renewed`: a token could
-- not be refreshed. Null: nothing is known to be wrong. `problem_why` is a code for people.
alter table credentials add column problem text;
alter table credentials add column problem_why text;
alter table credentials add column problem_since timestamptz;
-- Refreshes that failed one after another.
alter table credentials add column refresh_failures int not null default 0;

-- Whether the line is linked to our app in the Aircall dashboard. Null where Aircall does not tell.
alter table lines add column linked boolean;

-- `off` or `missing`. Null while the webhook works.
alter table connections add column webhook_problem text;

-- The Gorgias user of the session, and when Gorgias last confirmed that this user is an admin.
alter table sessions add column desk_user_id bigint;
alter table sessions add column role_checked_at timestamptz;

-- What has to be undone at a vendor: a token to revoke, a webhook to delete, an app to switch off. A row names its
-- connection without a reference, because it outlives the connection.
create table revocations (
  id bigint generated always as identity primary key,
  connection_id text not null,
  account text not null,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  -- JWE, see storage/seal.ts.
  sealed text not null,
  webhook_id text,
  -- Aircall: switch the app off as well.
  app_off boolean not null default false,
  attempts int not null default 0,
  requested_at timestamptz not null,
  due_at timestamptz not null
);
create index revocations_due on revocations (due_at);
