-- Tags that Gorgias would not make, so that not every call and message asks for them again.
create table rejected_tags (
  connection_id text not null references connections on delete cascade,
  name text not null,
  -- HTTP status and words of the answer, as people are told.
  status int,
  detail text,
  rejected_at timestamptz not null,
  primary key (connection_id, name)
);
