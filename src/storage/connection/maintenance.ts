/** Schedules the maintenance of connections, and reads the state of their work. */
import type { MaintenanceStore } from "../../domain/ports/maintenance.ts";
import { defaultSettings } from "../../domain/settings/settings.ts";
import { MOST_AHEAD_MS } from "../../kit/moments.ts";
import type { Database } from "../db/database.ts";

/** How often a connection has maintenance, so that a problem shows within a minute (N5). */
const EVERY_MS = 60_000;
/** Overdue by more than this means that the service was down, or that the database was restored. */
const GAP_MS = 2 * 60_000;

/**
 * Where reconciliation starts: when the connection was joined, however late the first maintenance is. Calls from before
 * are left alone. A connection that is still being installed starts now. A time after `now` is that of another clock.
 */
const startOf = (now: string) =>
  `least(${now}::timestamptz, case when status <> 'installing' then coalesce(made_at, created_at) end)`;

/**
 * Makes the maintenance of a connection due at once. $1 is its id, $2 the time. A connection without a row of its
 * own is left alone, because its first maintenance is due anyway.
 */
export const HURRY_KNOWN = `update maintenance set due_at = least(due_at, $2) where connection_id = $1`;

export function maintenanceStore(database: Database): MaintenanceStore {
  return {
    takeDue: (now, limit) => takeDue(database, now, limit),
    async read(connectionId) {
      const [row] = await database.query<{ recent: Date; day: Date }>(
        `select recent_until as recent, day_until as day from maintenance where connection_id = $1`,
        [connectionId],
      );
      return row ? { recentUntil: row.recent.getTime(), dayUntil: row.day.getTime() } : null;
    },
    async save(connectionId, { recentUntil, dayUntil }) {
      await database.query(`update maintenance set recent_until = $2, day_until = $3 where connection_id = $1`, [
        connectionId,
        new Date(recentUntil),
        new Date(dayUntil),
      ]);
    },
    async doubtAfterGap(now) {
      await database.query(`update maintenance set doubted_until = $1 where due_at < $2`, [
        new Date(now),
        new Date(now - GAP_MS),
      ]);
    },
    async idle() {
      const rows = await database.query<{ id: string }>(
        `select id from connections c where status <> 'active' and not exists (select 1 from maintenance where connection_id = c.id)`,
      );
      return rows.map(({ id }) => id);
    },
    async refusedTooLong(now) {
      const rows = await database.query<{ id: string }>(
        `select c.id from rate_limits b join connections c on c.id = b.connection_id
         where b.vendor = 'gorgias' and c.status = 'active' and b.refused_since is not null
           -- Refused again after the patience had passed: a single long silence is no refusal without a break.
           -- Without any patience the first refusal is enough, however short the silence that it asks for.
           and (coalesce((c.settings ->> 'patienceMinutes')::int, $1) = 0 or
             b.blocked_until > b.refused_since + make_interval(mins => coalesce((c.settings ->> 'patienceMinutes')::int, $1)))
           and $2::timestamptz >= b.refused_since + make_interval(mins => coalesce((c.settings ->> 'patienceMinutes')::int, $1))`,
        [defaultSettings.patienceMinutes, new Date(now)],
      );
      return rows.map(({ id }) => id);
    },
    async hurry(connectionId, now) {
      await database.query(
        `insert into maintenance (connection_id, due_at, recent_until, day_until)
         select id, $2, ${startOf("$2")}, ${startOf("$2")} from connections where id = $1
         on conflict (connection_id) do update set due_at = least(maintenance.due_at, excluded.due_at)`,
        [connectionId, new Date(now)],
      );
    },
    status: (connectionId) => statusOf(database, connectionId),
  };
}

/** The state of a connection's work and lines, from which alerts are raised. */
async function statusOf(database: Database, connectionId: string): ReturnType<MaintenanceStore["status"]> {
  const [row] = await database.query<{ failed: number; held: Date | null; selected: number; unlinked: number }>(
    `select (select count(*)::int from lines where connection_id = $1 and selected) as selected,
       (select count(*)::int from lines where connection_id = $1 and selected and linked = false) as unlinked,
       (select count(*)::int from activity where connection_id = $1 and state = 'failed') as failed,
       (select min(deferred_since) from activity where connection_id = $1 and deferred_since is not null and state = 'pending') as held`,
    [connectionId],
  );
  const { failed = 0, held = null, selected = 0, unlinked = 0 } = row ?? {};
  return { failed, deferredSince: held?.getTime() ?? null, selected, unlinked };
}

async function takeDue(database: Database, now: number, limit: number): Promise<string[]> {
  await database.query(
    `insert into maintenance (connection_id, due_at, recent_until, day_until)
         select id, $1, ${startOf("$1")}, ${startOf("$1")} from connections c where status = 'active' and not exists (select 1 from maintenance where connection_id = c.id)
         on conflict do nothing`,
    [new Date(now)],
  );
  const rows = await database.query<{ id: string }>(
    `with due as materialized (select connection_id from maintenance where due_at <= $1
           -- None is due later than that unless a clock was wrong.
           or (due_at > $4 and due_at < 'infinity') order by due_at limit $3 for update skip locked)
         update maintenance c set due_at = $2 from due where c.connection_id = due.connection_id returning c.connection_id as id`,
    [new Date(now), new Date(now + EVERY_MS), limit, new Date(now + EVERY_MS + MOST_AHEAD_MS)],
  );
  return rows.map(({ id }) => id);
}
