-- After a restore from a backup the database knows less than was done. What happened before this moment is looked for in
-- Gorgias before it is written; set when the service starts and has not been at work for a while.
alter table care add column doubted_until timestamptz;
