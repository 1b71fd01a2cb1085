-- A remembered customer is verified again after a day: `learned_at` is when the number was last seen to be theirs.
-- Ids of the other customers with the same number, which the activity names on every call.
alter table phone_index add column others jsonb not null default '[]';
-- An answer that shows a customer under a new name refreshes all the numbers that are remembered for them.
create index phone_index_of_customer on phone_index (connection_id, customer_id) where customer_id is not null;
