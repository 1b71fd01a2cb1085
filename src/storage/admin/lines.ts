/** The lines of a connection, for the console. */
import type { ChosenLine } from "../../domain/connection/connection.ts";
import type { LineQueries } from "../../domain/ports/admin.ts";
import type { Database } from "../db/database.ts";

export function lineQueries(database: Database): LineQueries {
  return {
    list: (connectionId) =>
      database.query<ChosenLine>(
        `select line_id as id, name, digits, country, time_zone as "timeZone", selected from lines
         where connection_id = $1 order by lower(name), line_id`,
        [connectionId],
      ),
  };
}
