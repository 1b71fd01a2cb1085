-- What lists and reports of activity ask for: agent, outcome, times, tags. Null where earlier versions stored nothing of it.

alter table activity
  -- The agent of the ticket (C4), or who sent the latest message. Aircall's user id and name.
  add column agent_id text,
  add column agent_name text,
  -- As domain/call-outcome.ts names it. Null: not known yet, or an insight card.
  add column outcome text,
  add column answered_at timestamptz,
  add column ended_at timestamptz,
  -- From the first ring to the end, as Aircall counts.
  add column duration_s int generated always as (extract(epoch from (ended_at - started_at))::int) stored,
  -- Aircall's word.
  add column missed_reason text,
  -- The tags that agents chose in Aircall.
  add column tags text[],
  add column customer_email text generated always as (left(match -> 'customer' ->> 'email', 320)) stored,
  -- The call found no customer in Gorgias, and created one (C2). Of a conversation it tells only about its latest run.
  add column customer_created boolean generated always as (match -> 'created' = 'true'::jsonb) stored,
  -- What lists sort by. A conversation moves up with each message.
  add column happened_at timestamptz generated always as (coalesce(started_at, updated_at)) stored,
  -- What the search finds. domain/search-words.ts writes it.
  add column words tsvector;

update activity set
  answered_at = to_timestamp((jsonb_path_query_first(plan, '$.notes[*] ? (@.key == "answered").at ? (@.type() == "number")') #>> '{}')::float8),
  ended_at = to_timestamp((jsonb_path_query_first(plan,
    '$.notes[*] ? (@.key == "ended" || @.key == "unanswered").at ? (@.type() == "number")') #>> '{}')::float8),
  -- The last agent who acted.
  agent_id = coalesce(
    jsonb_path_query_first(plan, '$.notes[*] ? (@.key == "ended" || @.key == "unanswered").about') #>> '{}',
    jsonb_path_query_first(plan, '$.notes[*] ? (@.key == "answered").about') #>> '{}')
where kind = 'call' and plan is not null;

update activity set outcome = case
    when kind = 'conversation' then 'message'
    when answered then case when ended_at is null and state = 'pending' then 'in_progress' else 'answered' end
    when ended_at is null and state in ('pending', 'ignored') then null
    when callback_requested then 'callback'
    when jsonb_path_exists(plan, '$.tags[*] ? (@ == "Voicemail" || @ == "Messagerie vocale")') then 'voicemail'
    when direction = 'inbound' then 'missed'
    when direction = 'outbound' then 'unanswered' end
  where kind in ('call', 'conversation') and erased_at is null;

-- The same words as the service writes, for what is stored already.
update activity a set words = array_to_tsvector(array(
  select prefix || lexeme
  from (
    select '.' || left(word, 60) as lexeme from regexp_split_to_table(translate(
      lower(concat_ws(' ', coalesce(customer_name, match -> 'customer' ->> 'name'), line_name, split_part(customer_email, '@', 1),
        case when caller !~ '^[+*#0-9]+$' then caller end)),
      'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^[:alnum:]]+') as word where word <> ''
    union select '.' || left(lower(customer_email), 60) where customer_email is not null
    union select '.@' || left(lower(split_part(customer_email, '@', 2)), 60) where customer_email like '%@%'
    union select '.+' || left(translate(caller, '+*#', ''), 40) where caller ~ '^[+*#0-9]+$'
    union select '.<' || left(reverse(translate(caller, '+*#', '')), 40) where caller ~ '^[+*#0-9]+$') found
  cross join lateral (values
    (left(md5(connection_id), 6)),
    (left(md5(connection_id), 6) || '/'
      || (extract(year from happened_at at time zone 'UTC') * 12 + extract(month from happened_at at time zone 'UTC'))::int)) t(prefix)
  union select left(md5(connection_id), 6) || '#' || ticket_id where ticket_id is not null
  union select left(md5(connection_id), 6) || '=' || lower(left(ref, 60)) where kind <> 'conversation'))
where erased_at is null;

-- The newest first, page by page, for each filter. Insight cards are no rows of the console's list.
create index activity_newest on activity (connection_id, happened_at desc, kind desc, ref desc) where kind <> 'card';
create index activity_with_cards on activity (connection_id, happened_at desc, kind desc, ref desc);
create index activity_by_kind on activity (connection_id, kind, happened_at desc, ref desc);
create index activity_by_agent on activity (connection_id, agent_id, happened_at desc, kind desc, ref desc) include (agent_name)
  where agent_id is not null and kind <> 'card';
create index activity_by_line on activity (connection_id, line_id, happened_at desc, kind desc, ref desc)
  where line_id is not null and kind <> 'card';
create index activity_by_outcome on activity (connection_id, outcome, happened_at desc, kind desc, ref desc)
  where outcome is not null and kind <> 'card';
create index activity_by_result on activity (connection_id, state, happened_at desc, kind desc, ref desc);
-- Without a list of pending entries, which every search would read from its beginning to its end.
create index activity_words on activity using gin (words) with (fastupdate = off);
-- The lists and the search have the indexes above.
drop index activity_by_state;
drop index activity_by_caller_end;
