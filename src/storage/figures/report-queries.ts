/** The figures of Overview and Reports, on one database. */
import type { LatestItem, ReportQueries } from "../../domain/ports/reports.ts";
import type { Database } from "../db/database.ts";
import { idText } from "../activity/activity-id.ts";
import { countCalls } from "./calls.ts";
import { countMessages } from "./messages.ts";
import { measureResponses } from "./responses.ts";
import { measureTimeToTicket } from "./time-to-ticket.ts";

export function reportQueries(database: Database): ReportQueries {
  return {
    calls: (connectionId, filter) => countCalls(database, connectionId, filter),
    responses: (connectionId, filter) => measureResponses(database, connectionId, filter),
    messages: (connectionId, filter) => countMessages(database, connectionId, filter),
    timeToTicket: (connectionId, since) => measureTimeToTicket(database, connectionId, since),
    latest: (connectionId, limit) =>
      database.query<LatestItem>(
        `select ${idText("k")} as "activityId", k.state, k.direction, k.outcome, k.caller,
           coalesce(k.customer_name, k.match -> 'customer' ->> 'name') as "customerName", k.agent_name as "agentName",
           k.line_name as "lineName", k.happened_at as "startedAt", k.duration_s as "durationSeconds",
           k.ticket_id as "ticketId"
         from activity k where k.connection_id = $1 and k.kind <> 'card' and k.state <> 'ignored'
         order by k.happened_at desc, k.kind desc, k.ref desc limit $2`,
        [connectionId, limit],
      ),
    async lastDelivery(connectionId) {
      const [row] = await database.query<{ at: Date }>(
        `select received_at as at from deliveries where connection_id = $1 order by received_at desc limit 1`,
        [connectionId],
      );
      return row?.at ?? null;
    },
    async failed(connectionId) {
      const [row] = await database.query<{ count: number }>(
        `select count(*)::int as count from activity where connection_id = $1 and state = 'failed' and kind <> 'card'`,
        [connectionId],
      );
      return row?.count ?? 0;
    },
  };
}
