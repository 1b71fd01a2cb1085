/** Calls of a month and 40,000 callers, straight into the table, and every way in which the console asks for them. */
import { readSearch } from "../../src/connections/show-activity.ts";
import type { ItemFilter } from "../../src/domain/ports/admin.ts";
import type { Sql } from "../../src/storage/database.ts";

/** They end at `now` (epoch ms). */
export async function fillCalls(database: Sql, connectionId: string, count: number, now: number): Promise<void> {
  await database.query(FILL, [connectionId, new Date(now), count]);
}

const FILL = `
  insert into subjects (connection_id, subject, state, direction, line_name, started_at, caller, answered, ticket_id, customer_name, plan, updated_at)
  select $1, 'call:' || (3000000000 + i), case when i % 500 = 0 then 'failed' else 'done' end, 'inbound', 'Support FR',
    $2::timestamptz - i * interval '25 seconds', '+336' || lpad((i * 7919 % 40000)::text, 8, '0'), true, 500000 + i,
    'Caller ' || md5((i % 40000)::text), jsonb_build_object('subject', md5(i::text)),
    $2::timestamptz - i * interval '25 seconds'
  from generate_series(1, $3::int) i`;

const ANY: ItemFilter = { kind: null, state: null, search: null, after: null, limit: 51 };

export interface Question {
  what: string;
  filter: ItemFilter;
  /** Whether an index of all calls is walked: for what is not there, and for digits, which a name may hold as well. */
  walks?: boolean;
}

export const QUESTIONS: readonly Question[] = [
  { what: "the first page", filter: ANY },
  {
    what: "a page far behind",
    filter: { ...ANY, after: { changedAt: "2026-02-05T00:00:00.000000Z", subject: "call:x" } },
  },
  { what: "failed calls", filter: { ...ANY, state: "failed" } },
  { what: "calls alone", filter: { ...ANY, kind: "call" } },
  { what: "conversations, of which there are none", filter: { ...ANY, kind: "conversation" }, walks: true },
  { what: "a number", filter: { ...ANY, search: readSearch("06 00 00 00 42") }, walks: true },
  { what: "a name that many have", filter: { ...ANY, search: readSearch("caller 1") } },
  { what: "a name that nobody has", filter: { ...ANY, search: readSearch("zzz") }, walks: true },
];
