/** Stores the time zone of the help desk, and reads all that is known of a team's zone. */
import type { TimeZoneFacts } from "../../domain/calendar/time-zone.ts";
import type { TimeZoneStore } from "../../domain/ports/time-zone.ts";
import { defaultSettings } from "../../domain/settings/settings.ts";
import { toText, type Database } from "../db/database.ts";

export function timeZoneStore(database: Database): TimeZoneStore {
  return {
    async facts(connectionId) {
      const [row] = await database.query<TimeZoneFacts>(
        `select coalesce(settings ->> 'timeZone', $2) as setting, desk_time_zone as gorgias,
           (select coalesce(array_agg(l.time_zone order by l.line_id), '{}') from lines l
            where l.connection_id = c.id and l.selected) as numbers
         from connections c where id = $1`,
        [connectionId, defaultSettings.timeZone],
      );
      return row ?? null;
    },
    async readAt(connectionId) {
      const [row] = await database.query<{ at: Date | null }>(
        `select desk_time_zone_read_at as at from connections where id = $1`,
        [connectionId],
      );
      return row?.at?.getTime() ?? null;
    },
    async keep(connectionId, zone, now) {
      await database.query(`update connections set desk_time_zone = $2, desk_time_zone_read_at = $3 where id = $1`, [
        connectionId,
        zone === null ? null : toText(zone),
        new Date(now),
      ]);
    },
  };
}
