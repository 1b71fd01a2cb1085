/** The tickets of a customer as Gorgias last listed them, with those that the service has written since (I3). */
import { joinTickets, worthRemembering, type OwnTicket } from "../../domain/insight-card/join-tickets.ts";
import type { CardTicket } from "../../domain/insight-card/plan-card.ts";
import type { TicketMemory } from "../../domain/ports/ticket-memory.ts";
import { sameRecord } from "./activity-id.ts";
import { toJsonb, type Database } from "../db/database.ts";

/** More than a card shows. */
const MOST_OWN = 20;

interface Row extends Record<string, unknown> {
  read_at: Date;
  tickets: CardTicket[];
  own: OwnTicket[];
}

/** `u.id` is compared as JSON, because a plan may name no user. */
const KNOWN = `
  with memory as (
    select read_at, tickets from customer_tickets where connection_id = $1 and customer_id = $2 and read_at > $3),
  own as (
    select (w.outcome ->> 'ticketId')::bigint as id, a.plan ->> 'subject' as subject, w.completed_at,
      (extract(epoch from w.completed_at) * 1000)::bigint as "lastMessageAt",
      (select u ->> 'name' from help_desk_users h cross join jsonb_array_elements(h.users) u
        where h.connection_id = $1 and u -> 'id' = a.plan -> 'assigneeId' limit 1) as assignee
    from memory m join activity a on a.connection_id = $1 and a.customer_id = $2 and a.updated_at >= m.read_at
      join writes w on w.connection_id = $1 and ${sameRecord("w", "a")}
    where w.write_kind = 'ticket' and w.state = 'done' and w.completed_at >= m.read_at
      and (w.outcome ->> 'ticketId')::bigint = a.ticket_id
    order by w.completed_at desc limit ${MOST_OWN})
  select m.read_at, m.tickets,
    coalesce((select jsonb_agg(to_jsonb(own) order by own.completed_at) from own), '[]') as own
  from memory m`.trim();

/** Also of the customer for whom the service opened such a ticket since the list. */
const DOUBT = `
  delete from customer_tickets c using unnest($2::bigint[]) as t(id)
  where c.connection_id = $1 and (c.tickets @> jsonb_build_array(jsonb_build_object('id', t.id))
    or c.customer_id in (select customer_id from activity where connection_id = $1 and ticket_id = t.id))`;

export function ticketMemory(database: Database): TicketMemory {
  return {
    async known(connectionId, customerId, since) {
      const [row] = await database.keyed<Row>(KNOWN, [connectionId, customerId, new Date(since)]);
      if (!row) return null;
      return { tickets: joinTickets(row.tickets, row.own), readAt: row.read_at.getTime() };
    },
    async doubt(connectionId, ticketIds) {
      if (ticketIds.length > 0) await database.query(DOUBT, [connectionId, ticketIds]);
    },
    async remember(connectionId, customerId, tickets, now) {
      await database.keyed(
        `insert into customer_tickets as t (connection_id, customer_id, read_at, tickets) values ($1, $2, $3, $4)
         on conflict (connection_id, customer_id) do update set read_at = $3, tickets = $4 where t.read_at < $3`,
        [connectionId, customerId, new Date(now), toJsonb(worthRemembering(tickets))],
      );
    },
  };
}
