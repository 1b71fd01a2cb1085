/** How missed calls of a period were responded to: by a later outbound call or message to the same number. */
import type { Grouped, ReportFilter, ResponseFigures } from "../../domain/ports/reports.ts";
import type { Database } from "../db/database.ts";
import { CALLS_OF_PERIOD, IS_MISSED } from "./calls.ts";
import { GROUP_COLUMNS, GROUPED, LOCAL_COLUMNS, spanValues } from "./group-rows.ts";
import { TEXTS_OF } from "./texts-of.ts";

/** The next call of each missed call is one step in the index `activity_outbound`. Messages are read once a number. */
const RESPOND = `
  with missed as materialized (
    select ref, line_id as line, line_name, agent_id as agent, agent_name, ${LOCAL_COLUMNS},
      nullif(caller, 'anonymous') as caller, coalesce(ended_at, started_at) as over_at
    from (${CALLS_OF_PERIOD}) found where ${IS_MISSED}),
  sent as (
    select c.caller, to_timestamp((told.message ->> 'at')::float8 / 1000) as at
    from (select distinct caller from missed where caller is not null) c
      join activity k on k.connection_id = $1 and k.kind = 'conversation' and k.ref = c.caller
      cross join lateral ${TEXTS_OF("k")} as told (message)
    where told.message ->> 'direction' = 'outbound' and jsonb_typeof(told.message -> 'at') = 'number'),
  answered as (
    select m.ref, min(s.at) as messaged_at from missed m join sent s on s.caller = m.caller and s.at > m.over_at group by 1),
  responded as (
    select m.*, called.at as called_at, least(called.at, messaged_at) as responded_at
    from missed m
      left join answered using (ref)
      left join lateral (
        select o.started_at as at from activity o
        where o.connection_id = $1 and o.caller = m.caller and o.kind = 'call' and o.direction = 'outbound'
          and o.started_at > m.over_at
        order by o.started_at limit 1) called on true)
  select ${GROUP_COLUMNS},
    count(called_at)::int as "calledBack",
    count(responded_at)::int as responded,
    (count(*) filter (where caller is null))::int as unreachable,
    percentile_cont(0.5) within group (order by extract(epoch from responded_at - over_at)::float8) as "responseSeconds"
  from responded group by ${GROUPED}`;

export function measureResponses(
  database: Database,
  connectionId: string,
  filter: ReportFilter,
): Promise<Grouped<ResponseFigures>[]> {
  return database.query(RESPOND, [...spanValues(connectionId, filter), filter.line]);
}
