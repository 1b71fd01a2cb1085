/** The budgets of all connections, shared by all nodes: a leaky bucket per connection and vendor, one statement per request. */
import { defaultSettings } from "../domain/settings.ts";
import type { Database } from "./database.ts";

/** What is believed until the vendor's header says otherwise: requests, and the seconds in which as many drain. */
const BELIEF = {
  gorgias: { capacity: 80, windowS: 40 },
  aircall: { capacity: 60, windowS: 60 },
} as const;

export type BudgetVendor = keyof typeof BELIEF;

export function budgetStore(database: Database) {
  return {
    /** Takes one request, or answers how many ms to wait before asking again. */
    async take(connectionId: string, vendor: BudgetVendor, now: number): Promise<number> {
      const { capacity, windowS } = BELIEF[vendor];
      const [row] = await database.query<{ wait_ms: number }>(TAKE, [
        connectionId,
        vendor,
        capacity,
        capacity / windowS,
        new Date(now),
      ]);
      return row ? Number(row.wait_ms) : 0;
    },
    /** What an answer told: the limit, how much of it is used, or that we must wait. */
    async learn(
      connectionId: string,
      vendor: BudgetVendor,
      told: { limit?: number; used?: number; blockedForMs?: number },
      now: number,
    ): Promise<void> {
      if (told.limit === undefined && told.blockedForMs === undefined) return;
      const blocked = told.blockedForMs === undefined ? null : new Date(now + told.blockedForMs);
      const { windowS } = BELIEF[vendor];
      const values = [connectionId, vendor, told.limit || null, told.used ?? null, new Date(now), windowS, blocked];
      await database.query(LEARN, values);
    },
  };
}

/** What is left to the shop's other apps where the admin has said nothing (L2). */
const DEFAULT_SHARE_PERCENT = defaultSettings.sharePercent;

/** How full the bucket is by now; time that runs backwards drains nothing. */
const LEAKED = `greatest(0, b.level - b.drain_per_s * greatest(0, extract(epoch from ($5::timestamptz - b.level_at))))`;
const ROOM = `b.capacity * (1 - excluded.share)`;
const BLOCKED_MS = `coalesce(greatest(0, extract(epoch from (b.blocked_until - $5::timestamptz)) * 1000), 0)`;
const FREE = `(${LEAKED} + 1 <= ${ROOM} and ${BLOCKED_MS} = 0)`;

/** RETURNING sees the row after the update, so the wait is worked out into a column of its own. */
const TAKE = `
  insert into budgets as b (connection_id, vendor, capacity, drain_per_s, level, level_at, share)
  values ($1, $2, $3::float8, $4::float8, 1, $5::timestamptz,
    case when $2 = 'gorgias' then
      coalesce((select (settings ->> 'sharePercent')::float8 from connections where id = $1), ${DEFAULT_SHARE_PERCENT}) / 100 else 0 end)
  on conflict (connection_id, vendor) do update set
    share = excluded.share,
    level = case when ${FREE} then ${LEAKED} + 1 else ${LEAKED} end,
    level_at = greatest(b.level_at, $5::timestamptz),
    last_wait_ms = case when ${FREE} then 0
      else greatest(${BLOCKED_MS}, (${LEAKED} + 1 - ${ROOM}) / b.drain_per_s * 1000, 1) end
  returning ceil(last_wait_ms) as wait_ms`;

/** The vendor's own count is believed where it is higher than ours: others use the same account. */
const LEARN = `
  update budgets as b set
    capacity = coalesce($3::float8, b.capacity),
    drain_per_s = coalesce($3::float8, b.capacity) / $6::float8,
    level = greatest(${LEAKED}, coalesce($4::float8, 0)),
    level_at = greatest(b.level_at, $5::timestamptz),
    blocked_until = greatest(b.blocked_until, $7::timestamptz)
  where connection_id = $1 and vendor = $2
    and ($7::timestamptz is not null or b.capacity <> coalesce($3::float8, b.capacity) or coalesce($4::float8, 0) > ${LEAKED} + 1)`;
