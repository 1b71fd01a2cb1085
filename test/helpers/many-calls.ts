/** Calls of 40,000 customers, inserted into the table, and every question of the console about them. */
import { createHash } from "node:crypto";
import type { ItemFilter } from "../../src/domain/ports/admin.ts";
import { readSearch } from "../../src/domain/activity/search-query.ts";
import type { Sql } from "../../src/storage/db/database.ts";

/** The last call begins 25 s before `now` (epoch ms), each other one 25 s before the next. */
export async function fillCalls(database: Sql, connectionId: string, count: number, now: number): Promise<void> {
  const mark = createHash("md5").update(connectionId).digest("hex").slice(0, 6);
  await database.query(FILL, [connectionId, new Date(now), count, mark]);
}

/**
 * The entries of domain/search-words.ts. One agent left before the newest half. Of the tags, one is on every third call
 * and one on every thousandth.
 */
const FILL = `
  insert into activity (connection_id, kind, ref, state, direction, line_id, line_name, started_at, answered_at, ended_at, caller, answered,
    outcome, agent_id, agent_name, tags, ticket_id, customer_name, match, plan, updated_at, words)
  select $1, 'call', ref, case when i % 500 = 0 then 'failed' else 'done' end, 'inbound', (i % 8)::text, 'Support ' || i % 8, at,
    case when outcome = 'answered' then at + interval '9 seconds' end, at + interval '125 seconds', caller, outcome = 'answered',
    outcome, agent, 'Cleo ' || agent, tags, ticket, name, jsonb_build_object('created', false, 'how', 'phone index', 'others', '[]'::jsonb,
      'customer', jsonb_build_object('id', customer, 'name', name, 'email', email)),
    jsonb_build_object('subject', repeat(md5(i::text), 20)), at,
    array_to_tsvector((select array_agg(prefix || entry) from (values ($4::text), ($4 || '/' || month)) p(prefix), unnest(array[
      '.caller', '.' || split_part(lower(name), ' ', 2), '.cleo', '.' || agent, '.support', '.' || i % 8, '.' || email,
      '.@mail.example', '.+' || substr(caller, 2), '.<' || reverse(substr(caller, 2))]
      || array(select '.' || lower(tag) from unnest(tags) tag)) entry)
      || array[$4 || '#' || ticket, $4 || '=' || ref])
  from (
    select i, (3000000000 + i)::text as ref, 500000 + i as ticket, customer, at, '+336' || lpad(customer::text, 8, '0') as caller,
      'Caller ' || md5(customer::text) as name, 'c' || customer || '@mail.example' as email,
      extract(year from at at time zone 'UTC') * 12 + extract(month from at at time zone 'UTC') as month,
      case when i % 5000 = 1 then 'callback' when i % 10 < 7 then 'answered' when i % 10 < 9 then 'missed' else 'voicemail' end as outcome,
      case when i % 40 = 0 and i < $3::int / 2 then 'agent41' else 'agent' || i % 40 end as agent,
      case when i % 1000 = 3 then '{Order,Refund}'::text[] when i % 3 = 0 then '{Order}' else '{}' end as tags
    from (select i, i::bigint * 7919 % 40000 as customer, $2::timestamptz - i * interval '25 seconds' as at
      from generate_series(1, $3::int) i) numbered) calls`;

export const ANY: ItemFilter = {
  kind: null,
  cards: false,
  state: null,
  outcomes: null,
  lineId: null,
  agentId: null,
  from: null,
  to: null,
  search: null,
  after: null,
  limit: 51,
};

export interface Question {
  what: string;
  filter: ItemFilter;
}

const searched = (text: string): ItemFilter => ({ ...ANY, search: readSearch(text, ["FR"]) });
/** The first half of the last day in February 2026. */
const FROM = Date.UTC(2026, 1, 28);
/** The customer of call 5042, and of each 40,000th before it. */
const CUSTOMER = "7598";
const DIGEST = createHash("md5").update(CUSTOMER).digest("hex");

export const QUESTIONS: readonly Question[] = [
  { what: "the first page", filter: ANY },
  { what: "the first page with insight cards", filter: { ...ANY, cards: true } },
  {
    what: "a page far behind",
    filter: { ...ANY, after: { happenedAt: "2026-02-28T00:00:00.000000Z", activityId: "call:x" } },
  },
  { what: "failed calls", filter: { ...ANY, state: "failed" } },
  { what: "calls alone", filter: { ...ANY, kind: "call" } },
  { what: "conversations, of which there are none", filter: { ...ANY, kind: "conversation" } },
  { what: "half a day", filter: { ...ANY, from: FROM, to: FROM + 12 * 3_600_000 } },
  { what: "one number", filter: { ...ANY, lineId: "3" } },
  { what: "one agent", filter: { ...ANY, agentId: "agent7" } },
  { what: "an agent who left", filter: { ...ANY, agentId: "agent0" } },
  { what: "answered calls", filter: { ...ANY, outcomes: ["answered"] } },
  { what: "callback requests", filter: { ...ANY, outcomes: ["callback"] } },
  { what: "every kind of missed call", filter: { ...ANY, outcomes: ["missed", "voicemail", "callback"] } },
  {
    what: "missed calls of one agent and number",
    filter: { ...ANY, outcomes: ["missed"], agentId: "agent7", lineId: "7" },
  },
  { what: "search: a whole number", filter: searched("06 00 00 75 98") },
  { what: "search: how a number begins", filter: searched("+33 6 00 00 75") },
  { what: "search: how a national number begins", filter: searched("06 00 00 75") },
  { what: "search: how every number begins", filter: searched("+33 6") },
  { what: "search: how a number ends", filter: searched("7598") },
  { what: "search: a name that many have", filter: searched("caller 1") },
  { what: "search: a name that few have", filter: searched(`caller ${DIGEST.slice(0, 4)}`) },
  { what: "search: a name that no customer has", filter: searched("zzz") },
  { what: "search: an e-mail address", filter: searched(`c${CUSTOMER}@mail.example`) },
  { what: "search: a domain of every customer", filter: searched("@mail.example") },
  { what: "search: an agent", filter: searched("cleo agent7") },
  { what: "search: an agent who left", filter: searched("cleo agent0") },
  { what: "search: a frequent tag", filter: searched("order") },
  { what: "search: a rare tag", filter: searched("refund") },
  { what: "search: a ticket", filter: searched("#500042") },
  { what: "search: a call", filter: searched("3000000042") },
  { what: "search: a tag among failed calls", filter: { ...searched("order"), state: "failed" } },
];
