/** One connection's budget for one vendor as a row that all nodes share: read, and replaced only if nobody else did meanwhile. */
import { z } from "zod";
import { newBudget, type BudgetState, type BudgetVendor } from "../domain/budget/state.ts";
import { defaultSettings } from "../domain/settings.ts";
import type { Database, Sql } from "./database.ts";

/** A row as it was seen. Version 0: there is none yet. */
export interface BudgetPage {
  state: BudgetState;
  version: number;
  seenAt: number;
}

/** What was spent, to be added to the figures of its minute. */
export interface Spending {
  /** The minute's beginning, ISO 8601. */
  minute: string;
  lane: string;
  requests: number;
  refused: number;
}

export interface Figures {
  now: number;
  spending: readonly Spending[];
  /** Minutes before this one are forgotten; null forgets none. */
  forgetBefore: number | null;
}

export interface BudgetRow {
  read(now: number): Promise<BudgetPage>;
  /** Replaces the row as it was seen. Another node may have been faster: then nothing is changed, and the answer is what it made of it. */
  replace(page: BudgetPage, next: BudgetState, figures: Figures): Promise<{ done: boolean; page: BudgetPage }>;
}

const memorySchema = z.object({
  inFlight: z.array(z.number()).default([]),
  heardAt: z.number().nullable().default(null),
  counted: z.number().default(0),
  anchor: z.object({ at: z.number(), level: z.number(), sent: z.number() }).nullable().default(null),
  grantedAt: z.record(z.string(), z.number()).default({}),
});

interface Kept {
  capacity: number;
  drain_per_s: number;
  level: number;
  level_at: Date;
  blocked_until: Date | null;
  refused_since: Date | null;
  memory: unknown;
  version: number;
  share: number | null;
}

/** What the admin leaves to the shop's other apps (L2); Aircall's limit is for us alone to spend. */
const SHARE = `case when $2 = 'gorgias' then
  coalesce((select (settings ->> 'sharePercent')::float8 from connections where id = $1), ${defaultSettings.sharePercent}) else 0 end`;

export function budgetRow(database: Database, connectionId: string, vendor: BudgetVendor): BudgetRow {
  const pageOf = (kept: Kept | undefined, now: number): BudgetPage => {
    const fresh = newBudget(vendor, Number(kept?.share ?? 0), now);
    // Without a row of its own there is still the line that tells the share.
    if (!kept?.version) return { state: fresh, version: 0, seenAt: now };
    return { state: { ...fresh, ...stateOf(kept) }, version: Number(kept.version), seenAt: now };
  };
  return {
    async read(now) {
      const [kept] = await database.keyed<Kept>(READ, [connectionId, vendor]);
      return pageOf(kept, now);
    },
    async replace({ version }, next, { now, spending, forgetBefore }) {
      const { limit, drainPerS, level, levelAt, blockedUntil, refusedSince, inFlight } = next;
      const { heardAt, counted, anchor, grantedAt } = next;
      const [kept] = await database.keyed<Kept & { written: number | null }>(REPLACE, [
        connectionId,
        vendor,
        version,
        limit,
        drainPerS,
        // Whoever looks at the row sees all that may be in the bucket.
        level + inFlight.length,
        new Date(levelAt),
        dateOf(blockedUntil),
        dateOf(refusedSince),
        JSON.stringify({ inFlight, heardAt, counted, anchor, grantedAt }),
        JSON.stringify(spending),
        dateOf(forgetBefore),
      ]);
      if (!kept?.written) return { done: false, page: pageOf(kept, now) };
      const state = { ...next, sharePercent: Number(kept.share) };
      return { done: true, page: { state, version: Number(kept.written), seenAt: now } };
    },
  };
}

/** Who is active again has not been refused yet: patience begins anew (L5). */
export async function forgive(sql: Sql, connectionId: string): Promise<void> {
  await sql.query(
    `update budgets set refused_since = null, version = version + 1 where connection_id = $1 and refused_since is not null`,
    [connectionId],
  );
}

function stateOf(kept: Kept): Partial<BudgetState> {
  const memory = memorySchema.parse(kept.memory);
  return {
    ...memory,
    limit: Number(kept.capacity),
    drainPerS: Number(kept.drain_per_s),
    level: Math.max(0, Number(kept.level) - memory.inFlight.length),
    levelAt: kept.level_at.getTime(),
    blockedUntil: kept.blocked_until?.getTime() ?? null,
    refusedSince: kept.refused_since?.getTime() ?? null,
  };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

const ROW = `b.capacity, b.drain_per_s, b.level, b.level_at, b.blocked_until, b.refused_since, b.memory, b.version, ${SHARE} as share`;

const READ = `
  select ${ROW} from (select 1) one left join budgets b on b.connection_id = $1 and b.vendor = $2`;

/** The last part sees the row as it was before. */
const REPLACE = `
  with written as (
    insert into budgets as b
      (connection_id, vendor, capacity, drain_per_s, level, level_at, blocked_until, refused_since, memory, version)
    values ($1, $2, $4::float8, $5::float8, $6::float8, $7::timestamptz, $8::timestamptz, $9::timestamptz, $10::jsonb, 1)
    on conflict (connection_id, vendor) do update set
      capacity = excluded.capacity, drain_per_s = excluded.drain_per_s, level = excluded.level, level_at = excluded.level_at,
      blocked_until = excluded.blocked_until, refused_since = excluded.refused_since, memory = excluded.memory,
      version = b.version + 1
    where b.version = $3::bigint
    returning version
  ), counted as (
    insert into budget_minutes as m (connection_id, vendor, minute, lane, requests, refused)
    select $1, $2, s.minute, s.lane, s.requests, s.refused
    from jsonb_to_recordset($11::jsonb) as s(minute timestamptz, lane text, requests int, refused int)
    where exists (select from written)
    on conflict (connection_id, vendor, minute, lane) do update set
      requests = m.requests + excluded.requests, refused = m.refused + excluded.refused
  ), forgotten as (
    delete from budget_minutes
    where connection_id = $1 and vendor = $2 and minute < $12::timestamptz and exists (select from written)
  )
  select ${ROW}, w.version as written
  from (select 1) one left join written w on true left join budgets b on b.connection_id = $1 and b.vendor = $2`;
