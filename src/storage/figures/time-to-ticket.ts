/** How long it takes from the delivery that makes a ticket due until Gorgias has it. */
import type { ReportQueries } from "../../domain/ports/reports.ts";
import type { Database } from "../db/database.ts";

/**
 * An answered call has a ticket from its first event after the ringing on, an unanswered one from its last (C3, C8). A
 * message is its own delivery. A ticket that replaces a lost one is not measured.
 */
const MEASURE = `
  select count(*)::int as tickets, percentile_cont(0.5) within group (order by ms) as p50,
    percentile_cont(0.95) within group (order by ms) as p95
  from (
    select greatest(0, extract(epoch from w.completed_at - coalesce(due.at, w.intended_at)) * 1000)::float8 as ms
    from writes w join activity a on a.connection_id = w.connection_id and a.kind = w.kind and a.ref = w.ref
      cross join lateral (
        select case
            when a.kind = 'call' and a.answered then min(d.received_at) filter (where d.event not in
              ('call.created', 'call.ringing_on_agent', 'call.agent_declined', 'call.ivr_option_selected'))
            when a.kind = 'call' then min(d.received_at) filter (where d.event = 'call.ended')
            else max(d.received_at) end as at
        from deliveries d where d.connection_id = w.connection_id and d.kind = w.kind and d.ref = w.ref
          and d.received_at <= w.intended_at) due
    where w.connection_id = $1 and w.intended_at >= $2 and w.write_kind = 'ticket' and w.state = 'done'
      and w.kind in ('call', 'conversation') and (w.generation = 1 or w.kind = 'conversation')) measured`;

export async function measureTimeToTicket(
  database: Database,
  connectionId: string,
  since: Date,
): ReturnType<ReportQueries["timeToTicket"]> {
  const [row] = await database.query<Awaited<ReturnType<ReportQueries["timeToTicket"]>>>(MEASURE, [
    connectionId,
    since,
  ]);
  return row ?? { tickets: 0, p50: null, p95: null };
}
