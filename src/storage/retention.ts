/** Forgets raw deliveries after the days that the admin chose; what became of them stays. */
import { defaultSettings } from "../domain/settings.ts";
import type { Database } from "./database.ts";

/** So many rows at a time: nobody waits behind a long deletion. */
const BATCH = 2_000;

/** How many deliveries were forgotten now. Calls that lost theirs are marked, so that they are not folded from what is left. */
export async function forgetDeliveries(database: Database, connectionId: string, now: number): Promise<number> {
  const [row] = await database.query<{ forgotten: number }>(
    `with kept as (select coalesce((settings ->> 'retentionDays')::int, $3) as days from connections where id = $1),
       old as (select d.id, d.subject from deliveries d, kept where d.connection_id = $1 and kept.days > 0
         and d.received_at < $2::timestamptz - make_interval(days => kept.days) and d.outcome is not null
         and d.outcome not like 'waiting%'
         and not exists (select 1 from subjects s where s.connection_id = $1 and s.subject = d.subject and s.state = 'pending')
         order by d.received_at limit ${BATCH}),
       marked as (update subjects s set trimmed_at = $2::timestamptz
         where s.connection_id = $1 and s.trimmed_at is null and starts_with(s.subject, 'call:')
           and s.subject in (select subject from old)),
       gone as (delete from deliveries where connection_id = $1 and id in (select id from old) returning 1)
     select count(*)::int as forgotten from gone`,
    [connectionId, new Date(now), defaultSettings.retentionDays],
  );
  return row?.forgotten ?? 0;
}
