/**
 * Which ticket a customer's messages go to, and which run may open the next one. One run at a time may, on any node
 * (M2, M11).
 */
import type { Thread, ThreadIndex } from "../../domain/ports/thread-index.ts";
import { MOST_AHEAD_MS } from "../../kit/moments.ts";
import type { Database } from "../db/database.ts";

/** Longer than finding and opening a ticket take. The claim of a dead worker expires. */
const CLAIM_MS = 120_000;

/** A claim with a later end came from a wrong clock, and blocks nothing. */
function latestEnd(now: number): Date {
  return new Date(now + CLAIM_MS + MOST_AHEAD_MS);
}

interface Row {
  ticket_id: number | null;
  claimed_by: string | null;
  claimed_until: Date | null;
  several: boolean;
}

export function threadIndex(database: Database): ThreadIndex {
  return {
    async known(connectionId, customerId) {
      const [row] = await database.keyed<{ ticket_id: number | null }>(
        `select ticket_id from threads where connection_id = $1 and customer_id = $2`,
        [connectionId, customerId],
      );
      return row?.ticket_id ?? null;
    },
    async claim(connectionId, customerId, by, now) {
      const [row] = await database.keyed<Row & Record<string, unknown>>(
        `insert into threads as t (connection_id, customer_id, claimed_by, claimed_until) values ($1, $2, $3, $4)
         on conflict (connection_id, customer_id) do update set
           claimed_by = case when ${FREE} then $3 else t.claimed_by end,
           claimed_until = case when ${FREE} then $4 else t.claimed_until end
         returning ${COLUMNS}`,
        [connectionId, customerId, by, new Date(now + CLAIM_MS), new Date(now), latestEnd(now)],
      );
      return threadOf(row, by);
    },
    async remember(connectionId, customerId, ticketId, { several = false } = {}) {
      await database.keyed(
        `insert into threads as t (connection_id, customer_id, ticket_id, several) values ($1, $2, $3, $4)
         on conflict (connection_id, customer_id) do update
           set ticket_id = excluded.ticket_id, claimed_by = null, claimed_until = null,
             several = t.several or excluded.several or t.ticket_id <> excluded.ticket_id is true`,
        [connectionId, customerId, ticketId, several],
      );
    },
    async leave(connectionId, customerId, ticketId, by, now) {
      const [row] = await database.keyed<Row & Record<string, unknown>>(
        `update threads t set
           ticket_id = case when t.ticket_id = $3 then null else t.ticket_id end,
           several = t.several or t.ticket_id = $3,
           claimed_by = case when t.ticket_id = $3 then $4 else t.claimed_by end,
           claimed_until = case when t.ticket_id = $3 then $5::timestamptz else t.claimed_until end
         where connection_id = $1 and customer_id = $2 returning ${COLUMNS}`,
        [connectionId, customerId, ticketId, by, new Date(now + CLAIM_MS)],
      );
      return threadOf(row, by);
    },
  };
}

const COLUMNS = `ticket_id, claimed_by, claimed_until, several`;
const FREE = `(t.ticket_id is null and (t.claimed_by is null or t.claimed_by = $3 or t.claimed_until <= $5 or t.claimed_until > $6))`;

function threadOf(row: Row | undefined, by: string): Thread {
  if (row && row.ticket_id !== null) return { kind: "known", ticketId: row.ticket_id, several: row.several };
  if (!row || row.claimed_by === by) return { kind: "yours" };
  return { kind: "taken", until: row.claimed_until?.getTime() ?? 0 };
}
