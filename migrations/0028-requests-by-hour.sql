-- The requests of each hour, once their minutes are deleted. They tell what a month took in all.
create table rate_limit_hours (
  connection_id text not null references connections on delete cascade,
  vendor text not null check (vendor in ('aircall', 'gorgias')),
  hour timestamptz not null,
  requests integer not null,
  -- Of these, those that were refused (429).
  refused integer not null,
  primary key (connection_id, vendor, hour)
);
