-- Raw deliveries are kept for so many days (a setting); a call whose deliveries are gone is not folded again.
alter table subjects add column trimmed_at timestamptz;
-- Erased on demand: what is left of a call is its id, so that nothing that comes late makes it anew.
alter table subjects add column erased_at timestamptz;
create index subjects_erased on subjects (connection_id) where erased_at is not null;
