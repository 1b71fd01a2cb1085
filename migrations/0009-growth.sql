-- Whether an outbound call answered somebody's request is asked for in each of its turns: not by looking at every call.
create index subjects_of_callback on subjects (connection_id, callback_done_by) where callback_done_by is not null;
