-- Codes with parameters instead of sentences: why a work item stands as it does, what became of a delivery, why a connection
-- is not active. The code stays in its column, and its parameters have one beside it.

alter table activity add column reason_detail jsonb;
alter table deliveries add column outcome_detail jsonb;

-- What a failed card said of its cause is read like any other reason.
with said as (
  select text, starts_with(text, 'no card: ') as of_card,
    case when starts_with(text, 'no card: ') then substr(text, 10) else text end as bare
  from (select distinct reason as text from activity where reason is not null) d),
exact (text, code) as (values
  ('line not selected', 'line_not_selected'),
  ('the connection is not active', 'connection_inactive'),
  ('Aircall names no line for this call', 'line_unknown'),
  ('Aircall names no line for this text', 'line_unknown'),
  ('Aircall has no such call', 'call_unknown'),
  ('the call is older than the connection or the choice of its line', 'before_connection'),
  ('the ticket is gone, and nothing new has happened since', 'ticket_gone'),
  ('waiting for a file of a text', 'waiting_for_file'),
  ('unanswered outbound calls are not logged (a setting)', 'unanswered_outbound'),
  ('internal_line', 'own_line'),
  ('none of its deliveries could be understood', 'nothing_understood'),
  ('Aircall told no number of the caller', 'number_missing'),
  ('erased', 'erased'),
  ('the call is older than what is kept of it', 'past_retention'),
  ('no card: it was begun and never finished', 'card_unfinished'),
  ('no card: the call was over already', 'card_call_over'),
  ('no card: it would have come more than 10 s late', 'card_late'),
  ('no card: the caller is not known in Gorgias', 'card_caller_unknown'),
  ('no card: a customer in Gorgias may have this number, and just as well another one', 'card_caller_unclear'),
  ('another call is looking for the same caller', 'caller_busy'),
  ('another number of the same customer is being written to', 'customer_busy'),
  ('the number belongs to another customer by now, who is looked up first', 'customer_moved')),
matched as (
  select text, of_card, bare,
    regexp_match(bare, '^(?:the )?(gorgias|aircall) ') as vendor,
    regexp_match(bare, ': refused \((\d+)\)') as refused,
    regexp_match(bare, ': the server failed \((\d+)\)') as failed,
    regexp_match(bare, ': the answer is not as documented at ([^ ]+)$') as unexpected,
    regexp_match(bare, ' It says: "(.*)"$') as says,
    regexp_match(bare, '^not understood: (.*?): (.*)$') as unread,
    regexp_match(bare, '^"(.*)" is no phone number: treated as anonymous$') as no_number
  from said),
coded as (
  select text, of_card, bare, case
    when bare ~ '^the (gorgias|aircall) (budget is spent|rate limit is used up) for ' then 'no_capacity'
    when bare ~ '^nobody can sign a (note|text)' then 'no_signer'
    when bare ~ '^Gorgias (refused a write|refused a text|rejected a message)$' then 'vendor_rejected'
    when starts_with(bare, 'Gorgias rejects the new customer, ') then 'customer_rejected'
    when bare ~ ' [Ii]ts token is (being refreshed|refreshed first\.)$' then 'token_refreshing'
    when bare ~ '^gorgias \(.*\): (the authorisation was removed|refuses the API key)' then 'vendor_unauthorised'
    when bare ~ '^ticket .* keeps moving away$' then 'ticket_moving'
    when bare ~ ': looked for too early$' then 'answer_awaited'
    when vendor is not null and refused[1] = '401' then 'vendor_unauthorised'
    when vendor is not null and refused is not null then 'vendor_rejected'
    when vendor is not null and failed is not null then 'vendor_failed'
    when vendor is not null and unexpected is not null then 'vendor_unexpected'
    when vendor is not null and bare ~ ': too many requests$' then 'vendor_limited'
    when vendor is not null and bare ~ ': (no answer in time|the connection broke|the answer broke off)$' then 'vendor_silent'
    when unread is not null then 'not_understood'
    when no_number is not null then 'not_a_number' end as code,
    coalesce(vendor[1], 'gorgias') as vendor, coalesce(refused[1], failed[1])::int as status, says[1] as says,
    unexpected[1] as unexpected, unread, no_number[1] as no_number
  from matched),
detailed as (
  select text, of_card, bare, code, case
    when code in ('no_capacity', 'vendor_unauthorised', 'vendor_limited') then jsonb_build_object('vendor', vendor)
    when code in ('vendor_rejected', 'vendor_failed')
      then jsonb_build_object('vendor', vendor, 'status', status, 'request', null, 'detail', says)
    when code = 'vendor_silent' then jsonb_build_object('vendor', vendor, 'request', null)
    when code = 'vendor_unexpected' then jsonb_build_object('vendor', vendor, 'request', null, 'path', unexpected)
    when code = 'not_understood'
      then jsonb_build_object('path', case when unread[1] = 'the delivery' then '' else unread[1] end, 'detail', unread[2])
    when code = 'not_a_number' then jsonb_build_object('value', no_number) end as detail
  from coded),
final as (
  select d.text, case
      when e.code is not null then e.code
      when d.of_card then 'card_failed'
      else coalesce(d.code, 'other') end as code,
    case
      when e.code is not null then null
      when d.of_card and d.code is not null
        then jsonb_build_object('cause', jsonb_build_object('code', d.code) || coalesce(d.detail, '{}'))
      when d.of_card then jsonb_build_object('cause', jsonb_build_object('code', 'internal_error', 'detail', d.bare))
      when d.code is not null then d.detail
      else jsonb_build_object('detail', d.text) end as detail
  from detailed d left join exact e on e.text = d.text)
update activity s set reason = f.code, reason_detail = f.detail from final f where s.reason = f.text;

-- What was read whole stays `read`: most rows are left alone.
with said as (select distinct outcome as text from deliveries where outcome is not null and outcome <> 'read'),
coded as (
  select text, case
    when text in ('waiting: not written yet') then 'not_written_yet'
    when text in ('waiting: not verified yet') then 'not_verified_yet'
    when starts_with(text, 'read, except: ') then 'read_in_part'
    when text ~ '^not understood: .*?: ' then 'not_understood'
    when text in ('ignored: event not followed', 'ignored: line not selected', 'ignored: internal_line',
      'ignored: the call is older than what is kept of it', 'ignored: erased') then 'ignored'
    else 'other' end as code,
    regexp_match(text, '^not understood: (.*?): (.*)$') as unread
  from said),
final as (
  select text, code, case code
    when 'read_in_part' then jsonb_build_object('paths', to_jsonb(string_to_array(substr(text, 15), ', ')))
    when 'not_understood'
      then jsonb_build_object('path', case when unread[1] = 'the delivery' then '' else unread[1] end, 'detail', unread[2])
    when 'ignored' then jsonb_build_object('why', case text
      when 'ignored: event not followed' then 'event_not_followed'
      when 'ignored: line not selected' then 'line_not_selected'
      when 'ignored: internal_line' then 'own_line'
      when 'ignored: erased' then 'erased'
      else 'past_retention' end)
    when 'other' then jsonb_build_object('detail', text) end as detail
  from coded)
update deliveries d set outcome = f.code, outcome_detail = f.detail from final f where d.outcome = f.text;

-- As domain/reasons/delivery-outcome.ts has it in UNFINISHED.
drop index deliveries_open;
create index deliveries_unfinished on deliveries (connection_id, kind, ref, id)
  where outcome is null or outcome in ('not_written_yet', 'not_verified_yet', 'not_understood');

update connections set reason = case reason
    when 'rate limit' then 'rate_limit'
    when 'authorisation removed' then 'authorisation_removed'
    when 'by hand' then 'by_hand' end
  where reason in ('rate limit', 'authorisation removed', 'by hand');
update audit set subject = replace(subject, ' ', '_')
  where action = 'status_changed' and subject in ('rate limit', 'authorisation removed', 'by hand');
update alerts set detail = jsonb_set(detail, '{reason}', to_jsonb(replace(detail ->> 'reason', ' ', '_')))
  where detail ->> 'reason' in ('rate limit', 'authorisation removed');

-- What a write is, beside the key that names it: its kind, what it is about, which part of that, and which attempt it is.
alter table writes
  add column write_kind text generated always as (case split_part(key, ':', 1)
    when 'learn' then 'learn-' || split_part(key, ':', 2)
    else split_part(key, ':', 1) end) stored,
  add column write_ref text generated always as (nullif(case split_part(key, ':', 1)
    when 'change' then '' when 'correct' then '' when 'tags' then '' when 'moved' then '' when 'left' then ''
    when 'verify' then split_part(key, ':', 3)
    when 'learn' then regexp_replace(key, '^learn:[^:]*:?', '')
    when 'edit' then regexp_replace(substr(key, 6), ':\d+$', '')
    when 'upload' then regexp_replace(substr(key, 8), ':\d+$', '')
    when 'customer' then regexp_replace(substr(key, 10), '(^|:)again$', '')
    when 'message' then regexp_replace(substr(key, 9), ':again\d+$', '')
    when 'undelivered' then regexp_replace(substr(key, 13), ':again\d+$', '')
    else substr(key, length(split_part(key, ':', 1)) + 2) end, '')) stored,
  -- Of a message's file: which one, from 0.
  add column write_part int generated always as (case when key ~ '^upload:.*:\d{1,9}$'
    then substring(key from ':(\d+)$')::int end) stored,
  add column attempt int generated always as (case
    when key ~ '^(change|correct|tags|moved|left|edit):(.*:)?\d{1,9}$' then substring(key from ':(\d+)$')::int
    when key ~ '^verify:\d{1,9}:' then split_part(key, ':', 2)::int
    when key ~ '^(message|undelivered):.*:again\d{1,8}$' then substring(key from ':again(\d+)$')::int + 1
    when key ~ '^customer:(.*:)?again$' then 2
    else 1 end) stored;

-- Why a file is not attached.
update writes set outcome = jsonb_set(outcome, '{reason}', case
    when outcome ->> 'reason' = 'Gorgias refused the file' then '{"code": "file_rejected"}'
    when outcome ->> 'reason' = 'Gorgias rejected the attachment' then '{"code": "attachment_rejected"}'
    when outcome ->> 'reason' = 'the file is empty' then '{"code": "file_empty"}'
    when outcome ->> 'reason' = 'it did not come in time' then '{"code": "file_late"}'
    when outcome ->> 'reason' = 'not fetched: a redirect to no address' then '{"code": "redirect_broken"}'
    when outcome ->> 'reason' ~ '^not fetched: more than \d+ redirects$' then '{"code": "too_many_redirects"}'
    when outcome ->> 'reason' = 'it is a page or a message, not a recording'
      then '{"code": "not_a_recording", "type": null}'
    when outcome ->> 'reason' ~ '^it is .*, not a recording$' then jsonb_build_object('code', 'not_a_recording',
      'type', substring(outcome ->> 'reason' from '^it is (.*), not a recording$'))
    when outcome ->> 'reason' ~ '^not fetched: .* is not a media host$' then jsonb_build_object('code', 'host_not_allowed',
      'host', substring(outcome ->> 'reason' from '^not fetched: (.*) is not a media host$'))
    when outcome ->> 'reason' ~ '^not fetched: .* leads to an address that is not public$' then
      jsonb_build_object('code', 'address_not_public',
        'host', substring(outcome ->> 'reason' from '^not fetched: (.*) leads to an address that is not public$'))
    else jsonb_build_object('code', 'other', 'detail', outcome ->> 'reason') end)
  where starts_with(key, 'upload:') and outcome ->> 'kind' = 'refused' and jsonb_typeof(outcome -> 'reason') = 'string';
