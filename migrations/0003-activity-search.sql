-- Finding a call among many: by when it changed, by the end of its caller's number, by its customer's name; and the figures of days.

-- The name that is searched, cut so that it fits an index whatever strangers call themselves.
alter table calls add column customer_folded text
  generated always as (left(lower(coalesce(customer_name, match -> 'customer' ->> 'name')), 200)) stored;

-- Digits from the last to the first: whoever types a national number knows how it ends, not how it begins.
alter table calls add column caller_backwards text
  generated always as (left(reverse(translate(caller, '+*#', '')), 40)) stored;

-- The newest first, page by page. What is searched goes along in the index, so that the wide rows are left alone.
drop index calls_by_time;
create index calls_by_time on calls (connection_id, updated_at desc, call_id desc) include (state, customer_folded);
create index calls_by_state on calls (connection_id, state, updated_at desc, call_id desc);
create index calls_by_caller_end on calls (connection_id, caller_backwards text_pattern_ops) include (state, updated_at, call_id);

create index calls_by_start on calls (connection_id, started_at) include (direction, answered, state);
create index writes_by_time on writes (connection_id, intended_at);
