/** Stores how far the help desk's events about customers are read, and whether an admin allowed it. */
import type { CustomerFeed, FeedState, FeedTicket } from "../../domain/ports/customer-feed.ts";
import { openedTicket } from "../activity/activity-id.ts";
import type { Database } from "../db/database.ts";

interface Row extends Record<string, unknown> {
  allowed: boolean;
  read_until: Date | null;
  asked_at: Date | null;
  refused_at: Date | null;
  heard_at: Date | null;
}

const STATE = `
  select coalesce(f.allowed, false) as allowed, f.read_until, f.asked_at, f.refused_at,
    (select received_at from deliveries where connection_id = c.id order by received_at desc limit 1) as heard_at
  from connections c left join customer_feeds f on f.connection_id = c.id where c.id = $1`;

const TICKETS = `
  select a.ticket_id as "ticketId", a.customer_id as "customerId", a.caller as "phoneKey" from activity a
  where a.connection_id = $1 and a.ticket_id = any($2::bigint[]) and a.kind <> 'card'
    and a.customer_id is not null and a.caller is not null
    and ${openedTicket("a")}`;

export function customerFeed(database: Database): CustomerFeed {
  const save = (connectionId: string, column: "allowed" | "refused_at", value: unknown, more = "") =>
    database.query(
      `insert into customer_feeds as f (connection_id, ${column}) values ($1, $2)
       on conflict (connection_id) do update set ${column} = excluded.${column}${more}`,
      [connectionId, value],
    );
  return {
    async state(connectionId) {
      const [row] = await database.query<Row>(STATE, [connectionId]);
      return stateOf(row);
    },
    async allow(connectionId, allowed) {
      await save(connectionId, "allowed", allowed, ", refused_at = null, asked_at = null");
    },
    async read(connectionId, until, now) {
      await database.query(
        `insert into customer_feeds (connection_id, read_until, asked_at) values ($1, $2, $3)
         on conflict (connection_id) do update
           set read_until = excluded.read_until, asked_at = excluded.asked_at, refused_at = null`,
        [connectionId, new Date(until), new Date(now)],
      );
    },
    async refused(connectionId, now) {
      await save(connectionId, "refused_at", new Date(now), ", asked_at = excluded.refused_at");
    },
    ticketsOf: (connectionId, ticketIds) =>
      database.query<FeedTicket & Record<string, unknown>>(TICKETS, [connectionId, ticketIds]),
  };
}

function stateOf(row: Row | undefined): FeedState {
  const at = (time: Date | null | undefined) => time?.getTime() ?? null;
  return {
    allowed: row?.allowed ?? false,
    readUntil: at(row?.read_until),
    askedAt: at(row?.asked_at),
    refusedAt: at(row?.refused_at),
    heardAt: at(row?.heard_at),
  };
}
