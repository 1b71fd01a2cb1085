-- Conversations beside calls: what is kept of either is kept of a subject, `call:123` or `text:+33612345678`.

alter table calls rename to subjects;
alter table subjects rename column call_id to subject;
update subjects set subject = 'call:' || subject, callback_done_by = 'call:' || callback_done_by;
alter index calls_to_wake rename to subjects_to_wake;
alter index calls_of_caller rename to subjects_of_caller;
alter index calls_by_time rename to subjects_by_time;
alter index calls_by_state rename to subjects_by_state;
alter index calls_of_customer rename to subjects_of_customer;
alter index calls_by_caller_end rename to subjects_by_caller_end;
alter index calls_by_start rename to subjects_by_start;
alter index calls_by_ticket rename to subjects_by_ticket;

-- The ticket that a customer's texts go to, whichever of their numbers they come from and whichever line they reach (M2).
create table threads (
  connection_id text not null references connections on delete cascade,
  customer_id bigint not null,
  ticket_id bigint,
  -- Who is about to find or open it: two first texts at once make one ticket (M11).
  claimed_by text,
  claimed_until timestamptz,
  primary key (connection_id, customer_id)
);

-- A conversation lasts for years: a turn reads only what is not dealt with.
create index deliveries_open on deliveries (connection_id, subject, id)
  where outcome is null or outcome like 'waiting%' or outcome like 'not understood%';
