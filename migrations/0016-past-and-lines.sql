-- Since when a line counts, and a connection: calls that began long before are no tickets of ours.

-- Null: selected since the connection was made.
alter table lines add column selected_at timestamptz;
-- Joined to Aircall, for the first time or anew after a disconnect. Null: when the connection was created.
alter table connections add column made_at timestamptz;
-- By name alone two lines cannot be told apart.
alter table subjects add column line_id text;
create index subjects_of_line on subjects (connection_id, line_id, started_at) where line_id is not null;
