/** The SQL that all reports share: rows of a period in local time, grouped by each dimension in one pass. */
import type { ReportFilter } from "../../domain/ports/reports.ts";

/**
 * The pieces of the period. $2, $3 and $4 are their beginnings, ends and offsets in seconds. The service computes the
 * offsets, so that a server without the zone, or with other rules for it, answers the same.
 */
export const SPANS = `unnest($2::timestamptz[], $3::timestamptz[], $4::int[]) as span (since, until, offset_s)`;

export function spanValues(connectionId: string, { spans }: ReportFilter): unknown[] {
  return [
    connectionId,
    spans.map(({ since }) => new Date(since)),
    spans.map(({ until }) => new Date(until)),
    spans.map(({ offsetSeconds }) => offsetSeconds),
  ];
}

/** Local time of a moment inside its span, as a timestamp without zone. */
export const localTime = (moment: string): string =>
  `(${moment} at time zone 'UTC' + make_interval(secs => span.offset_s))`;

/** The columns to group by, from `local`, a local time. */
export const LOCAL_COLUMNS = `
  extract(hour from local)::int as hour, extract(isodow from local)::int as weekday, local::date as day`;

export const GROUPED = `grouping sets ((), (line), (agent), (hour), (weekday), (day))`;

/** `dimension`, `key` and `name` of a row of `GROUPED`. */
export const GROUP_COLUMNS = `
  case grouping(line, agent, hour, weekday, day)
    when 31 then 'all' when 15 then 'number' when 23 then 'agent' when 27 then 'hour' when 29 then 'weekday' else 'day' end
    as dimension,
  coalesce(line, agent, hour::text, weekday::text, to_char(day, 'YYYY-MM-DD')) as key,
  case grouping(line, agent) when 1 then max(line_name) when 2 then max(agent_name) end as name`;
