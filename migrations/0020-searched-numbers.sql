-- When a search of Gorgias last found no customer with the number. The call of an insight card need not search again.
alter table phone_index add column searched_at timestamptz;
