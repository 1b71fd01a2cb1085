/** Ends alerts at the moment that an admin fixes their cause, instead of at the next maintenance. */
import type { Sql } from "../db/database.ts";

/** The connection is not deactivated any more. */
export async function endDeactivationAlerts(sql: Sql, connectionId: string, now: number): Promise<void> {
  await sql.query(
    `update alerts a set resolved_at = $2 from connections c
     where c.id = $1 and c.status = 'active' and a.connection_id = $1 and a.resolved_at is null
       and a.kind in ('deactivated', 'deactivation near')`,
    [connectionId, new Date(now)],
  );
}

/** Numbers are selected, or those that are not linked are not selected any more. */
export async function endLineAlerts(sql: Sql, connectionId: string, now: number): Promise<void> {
  await sql.query(
    `update alerts set resolved_at = $2 where connection_id = $1 and resolved_at is null and (
       (kind = 'no line selected' and exists (select 1 from lines where connection_id = $1 and selected))
       or (kind = 'lines not linked'
         and not exists (select 1 from lines where connection_id = $1 and selected and linked = false)))`,
    [connectionId, new Date(now)],
  );
}
