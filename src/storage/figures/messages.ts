/** Messages of a period by number, agent, hour, weekday and day. Rows name numbers and agents without their ids. */
import type { Grouped, MessageFigures, ReportFilter } from "../../domain/ports/reports.ts";
import type { Database } from "../db/database.ts";
import { GROUP_COLUMNS, GROUPED, LOCAL_COLUMNS, localTime, SPANS, spanValues } from "./group-rows.ts";
import { TEXTS_OF } from "./texts-of.ts";

/**
 * A conversation begins at its latest message, so older ones have nothing in the period. `offset 0` keeps the planner
 * from reading a message before its form is checked.
 */
const COUNT = `
  with messages as (
    select message ->> 'line' as line, message ->> 'line' as line_name, message ->> 'agent' as agent,
      message ->> 'agent' as agent_name, ${LOCAL_COLUMNS}, message ->> 'direction' as direction
    from (
      select message, ${localTime("at")} as local from (
        select told.message, to_timestamp((told.message ->> 'at')::float8 / 1000) as at
        from activity k cross join lateral ${TEXTS_OF("k")} as told (message)
        where k.connection_id = $1 and k.kind = 'conversation' and k.state <> 'ignored'
          and k.started_at >= (select min(since) from unnest($2::timestamptz[]) as since)
          and jsonb_typeof(told.message -> 'at') = 'number' offset 0) found
      join ${SPANS} on at >= span.since and at < span.until
      where $5::text is null or message ->> 'line' =
        (select name from lines where connection_id = $1 and line_id = $5)) local_messages)
  select ${GROUP_COLUMNS},
    (count(*) filter (where direction = 'inbound'))::int as received,
    (count(*) filter (where direction = 'outbound'))::int as sent
  from messages group by ${GROUPED}`;

export function countMessages(
  database: Database,
  connectionId: string,
  filter: ReportFilter,
): Promise<Grouped<MessageFigures>[]> {
  return database.query(COUNT, [...spanValues(connectionId, filter), filter.line]);
}
