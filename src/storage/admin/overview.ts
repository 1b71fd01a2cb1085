/** The figures of a connection: calls and messages by day, waiting work, and used requests. */
import type { DayFigures, OverviewQueries } from "../../domain/ports/admin.ts";
import type { Database } from "../db/database.ts";

const IS_CALL = `kind = 'call'`;
const IS_CONVERSATION = `kind = 'conversation'`;

export function overviewQueries(database: Database): OverviewQueries {
  return {
    async count(connectionId, since) {
      // A call whose deliveries do not say when it began counts by its last update.
      const [row] = await database.query<{ calls: number; failed: number }>(
        `select (count(*) filter (where ${IS_CALL}))::int as calls, (count(*) filter (where state = 'failed'))::int as failed from
           (select kind, state from activity where connection_id = $1 and started_at >= $2 and state <> 'ignored'
            union all
            select kind, state from activity where connection_id = $1 and started_at is null and updated_at >= $2 and state <> 'ignored') k`,
        [connectionId, since],
      );
      return row ?? { calls: 0, failed: 0 };
    },
    days: (connectionId, since) =>
      database.query<DayFigures>(
        `select to_char(date, 'YYYY-MM-DD') as day, calls, missed, failed from
           (select (started_at at time zone 'UTC')::date as date, (count(*) filter (where ${IS_CALL}))::int as calls,
              (count(*) filter (where direction = 'inbound' and not answered and state <> 'pending' and ${IS_CALL}))::int as missed,
              (count(*) filter (where state = 'failed'))::int as failed
            from activity where connection_id = $1 and started_at >= $2 and state <> 'ignored' group by 1) d order by date`,
        [connectionId, since],
      ),
    // Counts the messages saved in each conversation's plan. Several deliveries may report one message, and one ticket
    // may open with several.
    texts: (connectionId, since) =>
      database.query<{ day: string; texts: number }>(
        `select to_char(date, 'YYYY-MM-DD') as day, texts from
           (select (to_timestamp((told.text ->> 'at')::float8 / 1000) at time zone 'UTC')::date as date, count(*)::int as texts
            from activity k, jsonb_array_elements(
              case when jsonb_typeof(k.plan -> 'texts') = 'array' then k.plan -> 'texts' else '[]'::jsonb end) as told(text)
            where k.connection_id = $1 and k.started_at >= $2 and ${IS_CONVERSATION}
              and (told.text ->> 'at')::float8 >= $3 group by 1) d order by date`,
        [connectionId, since, since.getTime()],
      ),
    async waiting(connectionId) {
      const [row] = await database.query<{ count: number; oldest: Date | null }>(
        `select count(*)::int as count, min(coalesce(started_at, updated_at)) as oldest from activity
         where connection_id = $1 and state = 'pending'`,
        [connectionId],
      );
      return row ?? { count: 0, oldest: null };
    },
    used: (connectionId, since) =>
      database.query<{ kind: string; requests: number }>(
        `select write_kind as kind, sum(requests)::int as requests from writes
         where connection_id = $1 and intended_at >= $2 and requests > 0 group by 1 order by 2 desc, 1`,
        [connectionId, since],
      ),
  };
}
