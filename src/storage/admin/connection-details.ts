/** What a connection has heard and written last: for its page and for the test call of the set-up. */
import type { ConnectionDetails, ConnectionDetailQueries } from "../../domain/ports/connection-details.ts";
import type { Database } from "../db/database.ts";

interface Row {
  has_webhook: boolean;
  problem: string | null;
  delivery_at: Date | null;
  event: string | null;
  kind: string | null;
  ref: string | null;
  ticket_id: number | null;
  ticket_at: Date | null;
}

export function connectionDetailQueries(database: Database): ConnectionDetailQueries {
  return {
    async details(connectionId) {
      const [row] = await database.query<Row & Record<string, unknown>>(
        `select c.webhook_token_hash is not null as has_webhook, c.webhook_problem as problem,
           d.received_at as delivery_at, d.event, a.kind, a.ref, a.ticket_id, a.updated_at as ticket_at
         from connections c
         left join lateral (select received_at, event from deliveries where connection_id = c.id
           order by received_at desc limit 1) d on true
         left join lateral (select kind, ref, ticket_id, updated_at from activity
           where connection_id = c.id and ticket_id is not null order by updated_at desc, kind desc, ref desc limit 1) a on true
         where c.id = $1`,
        [connectionId],
      );
      return row ? detailsOf(row) : null;
    },
  };
}

function detailsOf(row: Row): ConnectionDetails {
  const { delivery_at: receivedAt, event, kind, ref, ticket_id: ticketId, ticket_at: at } = row;
  const isKnown = ref !== null && (kind === "call" || kind === "conversation");
  return {
    webhook: !row.has_webhook ? "none" : row.problem === "off" || row.problem === "missing" ? row.problem : "on",
    lastDelivery: receivedAt && event !== null ? { at: receivedAt, event } : null,
    latestTicket: isKnown && ticketId !== null && at ? { kind, ref, ticketId: Number(ticketId), at } : null,
  };
}
