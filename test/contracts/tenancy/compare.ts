/** Rows and answers in a form in which two tries of the same call are equal. */
import type { Sql } from "../../../src/storage/db/database.ts";

/** Generated ids begin here, so that they can be told from all other numbers. */
const FIRST_NEW_ID = 5_000_000;
const LAST_NEW_ID = 5_100_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A digest of the rows of each table. */
export interface Rows {
  own: Record<string, string>;
  others: Record<string, string>;
}

export interface Tables {
  /** The tables whose rows belong to a connection. */
  names: readonly string[];
  /** The rows of this connection, and of all others. */
  rows(own: string, tables?: readonly string[]): Promise<Rows>;
  /** Deletes every row of a connection, or those of one table. */
  forget(connectionId: string, table?: string): Promise<void>;
}

export async function openTables(sql: Sql): Promise<Tables> {
  const columns = await sql.query<{ name: string; column: string; identity: boolean }>(
    `select table_name as name, column_name as column, is_identity = 'YES' as identity from information_schema.columns
     where table_schema = 'public' order by 1, ordinal_position`,
  );
  const generated = columns.filter(({ identity }) => identity);
  for (const { name, column } of generated)
    await sql.query(`select setval(pg_get_serial_sequence('${name}', '${column}'), ${FIRST_NEW_ID})`);
  const numbered = generated.map(({ name }) => name);
  const names = [
    ...new Set(columns.filter(({ column }) => column === "connection_id").map(({ name }) => name)),
    "connections",
  ];
  return {
    names: names.filter((name) => name !== "connections"),
    async rows(own, tables = names) {
      const digests = names
        .filter((name) => tables.includes(name))
        .map((name) => digestOf(name, numbered))
        .join(" union all ");
      if (digests === "") return { own: {}, others: {} };
      const found = await sql.query<{ name: string; own: string; others: string }>(digests, [own]);
      return {
        own: Object.fromEntries(found.map(({ name, own: digest }) => [name, digest])),
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

/** Leaves out generated ids and leases. */
function digestOf(table: string, numbered: readonly string[]): string {
  const connection = table === "connections" ? "id" : "connection_id";
  const row = numbered.includes(table)
    ? `to_jsonb(t) - case when id > ${FIRST_NEW_ID} then 'id' else '' end`
    : "to_jsonb(t)";
  const lease = table === "work_items" ? ` || jsonb_build_object('lease', left(lease, 9) = 'the lease')` : "";
  const digest = (which: string) => `md5(string_agg(row, ',' order by row) filter (where id ${which} $1))`;
  return `select '${table}' as name, ${digest("=")} as own, ${digest("<>")} as others
    from (select ${connection} as id, (${row}${lease})::text as row from ${table} t) rows`;
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
