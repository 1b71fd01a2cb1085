/** Rows and answers in a form in which two tries of the same call are equal. */
import type { Sql } from "../../../src/storage/db/database.ts";

/** Generated ids begin here, so that they can be told from all other numbers. */
const FIRST_NEW_ID = 5_000_000;
const LAST_NEW_ID = 5_100_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface Rows {
  /** By table. */
  own: Record<string, unknown>;
  /** A digest of each table. */
  others: Record<string, string>;
}

export interface Tables {
  /** The tables whose rows belong to a connection. */
  names: readonly string[];
  /** Every row of this connection, and whether those of the others are the same as before. */
  rows(own: string): Promise<Rows>;
  /** Deletes every row of a connection, or those of one table. */
  forget(connectionId: string, table?: string): Promise<void>;
}

export async function openTables(sql: Sql): Promise<Tables> {
  const columns = await sql.query<{ name: string; column: string; identity: boolean }>(
    `select table_name as name, column_name as column, is_identity = 'YES' as identity from information_schema.columns
     where table_schema = 'public' order by 1, ordinal_position`,
  );
  for (const { name, column, identity } of columns)
    if (identity) await sql.query(`select setval(pg_get_serial_sequence('${name}', '${column}'), ${FIRST_NEW_ID})`);
  const names = columns.filter(({ column }) => column === "connection_id").map(({ name }) => name);
  const parts = [...names.map((name) => [name, "connection_id"]), ["connections", "id"]].map(
    ([name, column]) => `select '${name}' as name, jsonb_agg(row) filter (where id = $1) as own,
      md5(string_agg(row::text, ',' order by row::text) filter (where id <> $1)) as others
      from (select ${column} as id, to_jsonb(t) as row from ${name} t) rows`,
  );
  const dump = parts.join(" union all ");
  return {
    names,
    async rows(own) {
      const found = await sql.keyed<{ name: string; own: unknown; others: string }>(dump, [own]);
      return {
        own: Object.fromEntries(found.map((row) => [row.name, plain(row.own)])),
        others: Object.fromEntries(found.map(({ name, others }) => [name, others])),
      };
    },
    async forget(connectionId, table) {
      // These two refer to no connection, so that they are not deleted with it.
      for (const name of table ? [table] : ["work_items", "revocations"])
        await sql.query(`delete from ${name} where connection_id = $1`, [connectionId]);
      if (!table) await sql.query(`delete from connections where id = $1`, [connectionId]);
    },
  };
}

/** Lists in one order, generated values without their value. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return plain([...value]);
  if (value instanceof Set) return plain([...value]);
  if (typeof value === "number") return value > FIRST_NEW_ID && value < LAST_NEW_ID ? "a new id" : value;
  if (typeof value === "string") return UUID.test(value) ? "a new id" : value;
  if (Array.isArray(value)) return inOneOrder(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

function inOneOrder(list: readonly unknown[]): unknown[] {
  const named = list.map((each) => ({ each, text: JSON.stringify(each) ?? "" }));
  return named.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ each }) => each);
}
