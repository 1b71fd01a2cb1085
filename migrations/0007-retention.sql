-- Raw deliveries are kept for so many days (a setting); a call whose deliveries are gone is not folded again.
alter table subjects add column trimmed_at timestamptz;
