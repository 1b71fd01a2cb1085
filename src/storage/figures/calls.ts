/** Calls of a period by number, agent, hour, weekday and day. */
import type { CallFigures, Grouped, ReportFilter } from "../../domain/ports/reports.ts";
import type { Database } from "../db/database.ts";
import { GROUP_COLUMNS, GROUPED, LOCAL_COLUMNS, localTime, SPANS, spanValues } from "./group-rows.ts";

/** Inbound, over, and unanswered (domain/call/call-stage.ts). */
export const IS_MISSED = `direction = 'inbound' and outcome in ('missed', 'voicemail', 'callback')`;

export const CALLS_OF_PERIOD = `
  select a.*, ${localTime("a.started_at")} as local from ${SPANS}
    join activity a on a.connection_id = $1 and a.started_at >= span.since and a.started_at < span.until
  where a.kind = 'call' and a.state <> 'ignored' and ($5::text is null or a.line_id = $5)`;

const COUNT = `
  with calls as (
    select line_id as line, line_name, agent_id as agent, agent_name, ${LOCAL_COLUMNS}, direction, answered, outcome,
      caller, customer_created, callback_requested, callback_done_by
    from (${CALLS_OF_PERIOD}) found)
  select ${GROUP_COLUMNS},
    (count(*) filter (where direction = 'inbound'))::int as inbound,
    (count(*) filter (where direction = 'outbound'))::int as outbound,
    (count(*) filter (where direction = 'inbound' and answered))::int as answered,
    (count(*) filter (where ${IS_MISSED}))::int as missed,
    (count(*) filter (where direction = 'inbound' and (customer_created or caller = 'anonymous')))::int as "unknownCallers",
    (count(*) filter (where callback_requested))::int as "callbacksRequested",
    (count(*) filter (where callback_requested and callback_done_by is not null))::int as "callbacksDone"
  from calls group by ${GROUPED}`;

export function countCalls(
  database: Database,
  connectionId: string,
  filter: ReportFilter,
): Promise<Grouped<CallFigures>[]> {
  return database.query(COUNT, [...spanValues(connectionId, filter), filter.line]);
}
