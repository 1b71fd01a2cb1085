/**
 * Copies a database as `pg_dump` and a restore do: every row of one snapshot, taken during other work. Not every test
 * machine has PostgreSQL's programs.
 */
import pg from "pg";
import { freshPostgres, type PostgresStore } from "./postgres.ts";

export interface Dump {
  /** Rows as JSON text, by full table name. */
  tables: Map<string, string>;
  sequences: Map<string, string>;
}

const TABLES = `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`;
const SEQUENCES = `select format('%I.%I', schemaname, sequencename) as name from pg_sequences where schemaname = 'public'`;

async function inClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function namesOf(client: pg.Client, statement: string): Promise<string[]> {
  return (await client.query<{ name: string }>(statement)).rows.map(({ name }) => name);
}

export async function takeDump(url: string): Promise<Dump> {
  return inClient(url, async (client) => {
    await client.query("begin isolation level repeatable read read only");
    const dump: Dump = { tables: new Map(), sequences: new Map() };
    for (const name of await namesOf(client, TABLES)) {
      // The rows of a partitioned table are in its partitions.
      const { rows } = await client.query<{ rows: string }>(
        `select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from only ${name} t`,
      );
      dump.tables.set(name, rows[0]?.rows ?? "[]");
    }
    for (const name of await namesOf(client, SEQUENCES)) {
      const { rows } = await client.query<{ last: string }>(`select last_value::text as last from ${name}`);
      dump.sequences.set(name, rows[0]?.last ?? "1");
    }
    await client.query("commit");
    return dump;
  });
}

/** A new database with exactly the dump's rows. */
export async function restoreDump(dump: Dump): Promise<PostgresStore> {
  const store = await freshPostgres();
  await inClient(store.url, async (client) => {
    // Rows arrive in any order, so foreign keys are not checked.
    await client.query("set session_replication_role = replica");
    await client.query(`truncate ${[...dump.tables.keys()].join(", ")}`);
    for (const [name, rows] of dump.tables) {
      const columns = await namesOf(
        client,
        `select quote_ident(attname) as name from pg_attribute where attrelid = '${name}'::regclass and attnum > 0
           and not attisdropped and attgenerated = ''`,
      );
      const list = columns.join(", ");
      await client.query(
        `insert into ${name} (${list}) overriding system value select ${list} from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
        [rows],
      );
    }
    for (const [name, last] of dump.sequences) await client.query("select setval($1, $2)", [name, last]);
  });
  return store;
}
