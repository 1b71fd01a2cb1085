/** What is to be looked at again, and what was put aside: taken by one node each (L3). */
import { LANES } from "../domain/ports/help-desk.ts";
import type { Due, SubjectStore } from "../domain/ports/stores.ts";
import { MOST_AHEAD_MS } from "../kit/moments.ts";
import type { Database } from "./database.ts";

const RIGHTED_EVERY_MS = 30_000;

/** What was kept by a clock that was ahead is to be looked at when that time comes: nobody would until then. It is due now. */
async function rightWrongTimes(database: Database, now: number): Promise<void> {
  await database.query(
    `update subjects set wake_at = $1, updated_at = $1, held_since = case when held_since > $1 then $1 else held_since end
     where wake_at > $2 and wake_at < 'infinity' and updated_at > $2`,
    [new Date(now), new Date(now + MOST_AHEAD_MS)],
  );
}

/** Chosen in a step of their own: a subquery may be run once a row, and would then take more than its limit. */
export function dueWork(database: Database): Pick<SubjectStore, "takeDue" | "holding" | "takeHeld"> {
  let rightedAt: number | null = null;
  return {
    async takeDue(now, limit) {
      // Rare enough to be looked for seldom; a clock that went back is looked at at once.
      if (rightedAt === null || Math.abs(now - rightedAt) >= RIGHTED_EVERY_MS) {
        await rightWrongTimes(database, now);
        rightedAt = now;
      }
      return database.query(
        `with due as materialized (select connection_id, subject from subjects where wake_at <= $1 and held_since is null
           order by wake_at limit $2 for update skip locked)
         update subjects s set wake_at = $1::timestamptz + interval '60 seconds' from due
         where s.connection_id = due.connection_id and s.subject = due.subject
         returning s.connection_id as "connectionId", s.subject`,
        [new Date(now), limit],
      );
    },
    holding: (now, limit) =>
      database.query(
        `select connection_id as "connectionId",
           (array_agg(held_lane order by array_position($3::text[], held_lane)))[1] as lane
         from subjects where held_since is not null and wake_at <= $1
         group by connection_id order by min(held_since) limit $2`,
        [new Date(now), limit, LANES],
      ),
    async takeHeld(connectionId, now, limit) {
      const rows = await database.query<Due & { startedAt: Date | null }>(
        `with due as materialized (select subject from subjects where connection_id = $1 and held_since is not null and wake_at <= $2
           order by held_since + array_position($4::text[], held_lane) * interval '30 seconds', started_at
           limit $3 for update skip locked)
         update subjects s set wake_at = $2::timestamptz + interval '60 seconds' from due
         where s.connection_id = $1 and s.subject = due.subject
         returning s.connection_id as "connectionId", s.subject, s.started_at as "startedAt"`,
        [connectionId, new Date(now), limit, LANES],
      );
      rows.sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0));
      return rows.map(({ subject }) => ({ connectionId, subject }));
    },
  };
}
