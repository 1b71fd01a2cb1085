-- When the tags of Gorgias were last listed, and whether one page held them all. Then a tag that is missing here is new.
create table help_desk_tag_lists (
  connection_id text primary key references connections (id) on delete cascade,
  listed_at timestamptz not null,
  complete boolean not null
);

-- An agent moved a ticket of this number to this customer. The customer's numbers need not contain it.
alter table phone_index add column corrected boolean not null default false;

-- How far the events about customers are read. `allowed`: an admin allowed the app to read them.
create table customer_feeds (
  connection_id text primary key references connections (id) on delete cascade,
  allowed boolean not null default false,
  read_until timestamptz,
  asked_at timestamptz,
  refused_at timestamptz
);

-- The flow asks for the permission to read events.
alter table oauth_flows add column events boolean not null default false;
