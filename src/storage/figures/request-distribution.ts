/** How many requests to Gorgias the calls and conversations of a period caused, by kind. */
import {
  REQUEST_KINDS,
  type DistributionQueries,
  type RequestKind,
  type RequestSpread,
} from "../../domain/ports/usage.ts";
import type { Database } from "../db/database.ts";

/** Lists that one call loads for all. A customer who is read again belongs to the call. */
const IS_SHARED = `write_kind like 'learn-%' and write_kind <> 'learn-customer'`;

/**
 * An insight card counts for its call, which has the same reference. What is not finished, or began earlier, has no
 * kind. `measured` is the period as far as the rate limiter has counted all requests of it.
 */
const READ = `
  with counted as (
    select minute as at, requests from rate_limit_minutes where connection_id = $1 and vendor = 'gorgias'
    union all
    select hour, requests from rate_limit_hours where connection_id = $1 and vendor = 'gorgias'),
  measured as (
    select greatest($2::timestamptz, min(at)) as since,
      coalesce(sum(requests) filter (where at >= $2::timestamptz), 0) as requests from counted),
  used as (
    select case kind when 'card' then 'call' else kind end as kind, ref, sum(requests) as requests,
      coalesce(sum(requests) filter (where intended_at >= (select since from measured)), 0) as measured
    from writes
    where connection_id = $1 and intended_at >= $2::timestamptz and requests > 0 and not (${IS_SHARED})
    group by 1, 2),
  begun as (
    select kind, ref, case
        when state = 'pending' then null
        when kind = 'conversation' then 'conversation'
        when direction = 'outbound' then 'outbound'
        when outcome in ('answered', 'missed', 'voicemail', 'callback') then outcome end as shown
    from activity where connection_id = $1 and kind <> 'card' and happened_at >= $2::timestamptz),
  sorted as (
    select b.shown as kind, u.requests, u.measured from used u left join begun b on b.kind = u.kind and b.ref = u.ref)
  select kind, count(*)::int as count, sum(requests)::int as requests, min(requests)::int as least,
    (percentile_disc(0.5) within group (order by requests))::int as median,
    (percentile_disc(0.95) within group (order by requests))::int as p95, max(requests)::int as most,
    sum(measured)::int as measured, (count(*) filter (where measured > 0))::int as among,
    (select requests from measured)::int as "inAll"
  from sorted group by kind`;

interface Row extends Omit<RequestSpread, "kind"> {
  kind: RequestKind | null;
  measured: number;
  among: number;
  inAll: number;
}

export function distributionQueries(database: Database): DistributionQueries {
  return {
    async read(connectionId, since) {
      const rows = await database.query<Row>(READ, [connectionId, since]);
      const ofKinds = REQUEST_KINDS.flatMap((kind) =>
        rows.filter((row) => row.kind === kind).map((row) => ({ ...row, kind })),
      );
      const ownRequests = rows.reduce((sum, { measured }) => sum + measured, 0);
      return {
        kinds: ofKinds.map(({ kind, count, requests, least, median, p95, most }) => ({
          kind,
          count,
          requests,
          least,
          median,
          p95,
          most,
        })),
        shared: {
          requests: Math.max(0, (rows[0]?.inAll ?? 0) - ownRequests),
          among: ofKinds.reduce((sum, { among }) => sum + among, 0),
        },
      };
    },
  };
}
