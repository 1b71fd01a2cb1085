-- When the tags of Gorgias were last listed, and whether one page held them all. Then a tag that is missing here is new.
create table help_desk_tag_lists (
  connection_id text primary key references connections (id) on delete cascade,
  listed_at timestamptz not null,
  complete boolean not null
);

-- An agent moved a ticket of this number to this customer. The customer's numbers need not contain it.
alter table phone_index add column corrected boolean not null default false;
