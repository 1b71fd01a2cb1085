/** Our own phone index: the customer of a phone number, without a request to the help desk (C1). */
import type { PhoneIndex, RememberedCustomer } from "../../domain/ports/phone-index.ts";
import { MOST_AHEAD_MS } from "../../kit/moments.ts";
import { toJsonb, type Database, type Sql } from "../db/database.ts";

/** Longer than a lookup and the creation of a customer take. The claim of a dead worker expires. */
const CLAIM_MS = 120_000;

interface KnownRow {
  customer_id: number | null;
  name: string | null;
  email: string | null;
  others: number[];
  learned_at: Date | null;
  corrected: boolean;
}

interface Row extends KnownRow {
  claimed_by: string;
  claimed_until: Date;
  searched_at: Date | null;
}

const KNOWN_COLUMNS = "customer_id, name, email, others, learned_at, corrected";

function rememberedIn({ customer_id: id, name, email, ...row }: KnownRow): RememberedCustomer | null {
  if (id === null) return null;
  const { others, learned_at: learnedAt, corrected } = row;
  return {
    customer: { id, name, email },
    others,
    verifiedAt: learnedAt?.getTime() ?? 0,
    ...(corrected && { corrected }),
  };
}

/** Most numbers are known, so a read is enough. */
async function findKnown(sql: Sql, connectionId: string, phoneKey: string): Promise<RememberedCustomer | null> {
  const [row] = await sql.keyed<KnownRow & Record<string, unknown>>(
    `select ${KNOWN_COLUMNS} from phone_index where connection_id = $1 and phone_key = $2 and customer_id is not null`,
    [connectionId, phoneKey],
  );
  return row ? rememberedIn(row) : null;
}

const CLAIM = `
  insert into phone_index as p (connection_id, phone_key, claimed_by, claimed_until) values ($1, $2, $3, $4)
  on conflict (connection_id, phone_key) do update set
    claimed_by = case when free then $3 else p.claimed_by end,
    claimed_until = case when free then $4 else p.claimed_until end
  returning ${KNOWN_COLUMNS}, claimed_by, claimed_until, searched_at`.replaceAll(
  "free",
  `(p.claimed_by is null or p.claimed_by = $3 or p.claimed_until <= $5 or p.claimed_until > $6)`,
);

const REMEMBER = `
  insert into phone_index (connection_id, phone_key, customer_id, name, email, others, learned_at, corrected)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
  on conflict (connection_id, phone_key) do update set customer_id = excluded.customer_id, name = excluded.name,
    email = excluded.email, others = excluded.others, learned_at = excluded.learned_at,
    corrected = excluded.corrected, claimed_by = null, claimed_until = null`;

/** What was verified after the change stays believed. */
const DOUBT = `
  update phone_index p set learned_at = null from jsonb_to_recordset($2::jsonb) as c(id bigint, at bigint)
  where p.connection_id = $1 and p.learned_at <= to_timestamp(c.at / 1000.0)
    and (p.customer_id = c.id or p.others @> to_jsonb(c.id))`;

export function phoneIndex(database: Database): PhoneIndex {
  return {
    known: (connectionId, phoneKey) => findKnown(database, connectionId, phoneKey),
    async claim(connectionId, phoneKey, by, now) {
      const known = await findKnown(database, connectionId, phoneKey);
      if (known) return { kind: "known", ...known };
      const [until, latest] = [new Date(now + CLAIM_MS), new Date(now + CLAIM_MS + MOST_AHEAD_MS)];
      const [row] = await database.keyed<Row & Record<string, unknown>>(CLAIM, [
        connectionId,
        phoneKey,
        by,
        until,
        new Date(now),
        latest,
      ]);
      if (!row) throw new Error(`phone index of ${connectionId}: no row came back`);
      const meanwhile = rememberedIn(row);
      if (meanwhile) return { kind: "known", ...meanwhile };
      if (row.claimed_by !== by) return { kind: "taken", until: row.claimed_until.getTime() };
      return { kind: "yours", ...(row.searched_at && { missedAt: row.searched_at.getTime() }) };
    },
    async rememberMiss(connectionId, phoneKey, now) {
      await database.keyed(
        `insert into phone_index as p (connection_id, phone_key, searched_at) values ($1, $2, $3)
         on conflict (connection_id, phone_key) do update set searched_at = excluded.searched_at
           where p.customer_id is null`,
        [connectionId, phoneKey, new Date(now)],
      );
    },
    async remember(connectionId, phoneKey, { customer: { id, name, email }, others, corrected = false }, now) {
      const values = [connectionId, phoneKey, id, name, email, toJsonb(others), new Date(now), corrected];
      await database.keyed(REMEMBER, values);
    },
    async refresh(connectionId, { id, name, email }, owner) {
      await database.keyed(
        `update phone_index set name = $3, email = $4,
           learned_at = case when phone_key = $5 then $6::timestamptz else learned_at end
         where connection_id = $1 and customer_id = $2
           and (phone_key = $5 or name is distinct from $3 or email is distinct from $4)`,
        [connectionId, id, name, email, owner?.phoneKey ?? null, owner ? new Date(owner.at) : null],
      );
    },
    async doubt(connectionId, customers) {
      if (customers === "all")
        await database.query(`update phone_index set learned_at = null where connection_id = $1`, [connectionId]);
      else if (customers.length > 0) await database.query(DOUBT, [connectionId, toJsonb(customers)]);
    },
    async forget(connectionId, phoneKey, customerId) {
      await database.keyed(`delete from phone_index where connection_id = $1 and phone_key = $2 and customer_id = $3`, [
        connectionId,
        phoneKey,
        customerId,
      ]);
    },
  };
}
