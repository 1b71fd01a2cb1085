/** Calls of a month from 40,000 customers, inserted into the table, and every query of the console on them. */
import { readSearch } from "../../src/connections/show-activity.ts";
import type { ItemFilter } from "../../src/domain/ports/admin.ts";
import type { Sql } from "../../src/storage/db/database.ts";

/** The last call ends at `now` (epoch ms). */
export async function fillCalls(database: Sql, connectionId: string, count: number, now: number): Promise<void> {
  await database.query(FILL, [connectionId, new Date(now), count]);
}

const FILL = `
  insert into activity (connection_id, kind, ref, state, direction, line_name, started_at, caller, answered, ticket_id, customer_name, plan, updated_at)
  select $1, 'call', 3000000000 + i, case when i % 500 = 0 then 'failed' else 'done' end, 'inbound', 'Support FR',
    $2::timestamptz - i * interval '25 seconds', '+336' || lpad((i * 7919 % 40000)::text, 8, '0'), true, 500000 + i,
    'Caller ' || md5((i % 40000)::text), jsonb_build_object('subject', md5(i::text)),
    $2::timestamptz - i * interval '25 seconds'
  from generate_series(1, $3::int) i`;

const ANY: ItemFilter = { kind: null, state: null, search: null, after: null, limit: 51 };

export interface Question {
  what: string;
  filter: ItemFilter;
  /**
   * Whether it scans an index of all calls. A search for a missing text or for digits does, because a name may contain
   * digits.
   */
  walks?: boolean;
}

export const QUESTIONS: readonly Question[] = [
  { what: "the first page", filter: ANY },
  {
    what: "a page far behind",
    filter: { ...ANY, after: { changedAt: "2026-02-05T00:00:00.000000Z", activityId: "call:x" } },
  },
  { what: "failed calls", filter: { ...ANY, state: "failed" } },
  { what: "calls alone", filter: { ...ANY, kind: "call" } },
  { what: "conversations, of which there are none", filter: { ...ANY, kind: "conversation" }, walks: true },
  { what: "a number", filter: { ...ANY, search: readSearch("06 00 00 00 42") }, walks: true },
  { what: "a name that many have", filter: { ...ANY, search: readSearch("caller 1") } },
  { what: "a name without a customer", filter: { ...ANY, search: readSearch("zzz") }, walks: true },
];
