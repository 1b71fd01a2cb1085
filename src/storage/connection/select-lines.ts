/** Selects a connection's lines. Calls of the last day on a newly selected line get another run (S1). */
import type { ChangedBy } from "../../domain/connection/audit.ts";
import { recordAudit } from "../admin/audit.ts";
import type { Sql } from "../db/database.ts";
import { endLineAlerts } from "../admin/end-alerts.ts";
import { markRowsFrom } from "../work/mark-due.ts";

/**
 * One statement, so that no call falls between selection and marking. What is already written stays as it is, and the
 * run writes what is missing. The work waits at the lowest priority, like everything in a catch-up. Rows of earlier
 * versions know their line by name only.
 */
export async function selectLines(
  sql: Sql,
  connectionId: string,
  lineIds: readonly string[],
  { change, now }: { change: ChangedBy | undefined; now: number },
): Promise<void> {
  const changed = await sql.query<{ name: string; selected: boolean }>(
    `with wanted as (
       select line_id, name, line_id = any($2::text[]) as selected, selected as before from lines where connection_id = $1),
     chosen as (
       update lines l set selected = w.selected,
         selected_at = case when w.selected and not w.before then $3::timestamptz else l.selected_at end
       from wanted w where l.connection_id = $1 and l.line_id = w.line_id and w.selected <> w.before
       returning l.name, l.selected),
     woken as (
       update activity s set deferred_since = coalesce(deferred_since, $3), deferred_priority = coalesce(deferred_priority, 'catch-up')
       from wanted w where w.selected and not w.before and s.connection_id = $1
         and (s.line_id = w.line_id or (s.line_id is null and s.line_name = w.name))
         and s.started_at > $3::timestamptz - interval '1 day' and s.kind = 'call'
         and s.state <> 'done' and s.trimmed_at is null
       returning s.kind, s.ref, s.deferred_since, s.deferred_priority),
     marked as (${markRowsFrom("woken", "$3::timestamptz")})
     select name, selected from chosen`,
    [connectionId, lineIds, new Date(now)],
  );
  await endLineAlerts(sql, connectionId, now);
  if (!change) return;
  for (const { name, selected } of changed) {
    const action = selected ? ("line_selected" as const) : ("line_deselected" as const);
    await recordAudit(sql, connectionId, { action, subject: name, from: !selected, to: selected }, change);
  }
}
