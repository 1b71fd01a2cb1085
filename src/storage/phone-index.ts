/** Our own phone index: which customer a caller is, without asking the help desk (C1). */
import type { PhoneIndex } from "../domain/ports/stores.ts";
import type { Customer } from "../domain/customer.ts";
import type { Database, Sql } from "./database.ts";

/** Longer than a look-up with its creation can take; a claim left by a dead worker ends by itself. */
const CLAIM_MS = 120_000;

interface Row {
  customer_id: number | null;
  name: string | null;
  email: string | null;
  claimed_by: string;
  claimed_until: Date;
}

/** Most callers are known: reading alone is enough for them. */
async function findKnown(sql: Sql, connectionId: string, caller: string): Promise<Customer | null> {
  const [row] = await sql.keyed<Customer & Record<string, unknown>>(
    `select customer_id as id, name, email from phone_index
     where connection_id = $1 and caller = $2 and customer_id is not null`,
    [connectionId, caller],
  );
  return row ?? null;
}

export function phoneIndex(database: Database): PhoneIndex {
  return {
    known: (connectionId, caller) => findKnown(database, connectionId, caller),
    async claim(connectionId, caller, by, now) {
      const known = await findKnown(database, connectionId, caller);
      if (known) return { kind: "known", customer: known };
      const [row] = await database.keyed<Row>(
        `insert into phone_index as p (connection_id, caller, claimed_by, claimed_until) values ($1, $2, $3, $4)
         on conflict (connection_id, caller) do update set
           claimed_by = case when free then $3 else p.claimed_by end,
           claimed_until = case when free then $4 else p.claimed_until end
         returning customer_id, name, email, claimed_by, claimed_until`.replaceAll(
          "free",
          `(p.claimed_by is null or p.claimed_by = $3 or p.claimed_until <= $5)`,
        ),
        [connectionId, caller, by, new Date(now + CLAIM_MS), new Date(now)],
      );
      if (!row) throw new Error(`phone index of ${connectionId}: no row came back`);
      if (row.customer_id !== null) {
        return { kind: "known", customer: { id: row.customer_id, name: row.name, email: row.email } };
      }
      return row.claimed_by === by ? { kind: "yours" } : { kind: "taken", until: row.claimed_until.getTime() };
    },
    async remember(connectionId, caller, customer, now) {
      await database.keyed(
        `insert into phone_index (connection_id, caller, customer_id, name, email, learned_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (connection_id, caller) do update set customer_id = excluded.customer_id, name = excluded.name,
           email = excluded.email, learned_at = excluded.learned_at, claimed_by = null, claimed_until = null`,
        [connectionId, caller, customer.id, customer.name, customer.email, new Date(now)],
      );
    },
    async forget(connectionId, caller) {
      await database.keyed(`delete from phone_index where connection_id = $1 and caller = $2`, [connectionId, caller]);
    },
  };
}
