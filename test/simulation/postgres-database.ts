/** PostgreSQL on virtual time, through one connection: one statement at a time, as on the embedded database. */
import pg from "pg";
import type { Database, Sql } from "../../src/storage/db/database.ts";
import { postgresTypes } from "../../src/storage/db/open-postgres.ts";

/** Before PostgreSQL's own, so that statements which ask for the time get the virtual one. */
const VIRTUAL_TIME = ["now", "clock_timestamp"].map(
  (name) => `create function simulation.${name}() returns timestamptz stable language sql
             as $$ select to_timestamp(current_setting('simulation.now')::float8 / 1000) $$`,
);
/** Plans that do not depend on what the tables contain, so that rows come in the same order each time. */
const SETTINGS = {
  search_path: "simulation,pg_catalog,public",
  plan_cache_mode: "force_generic_plan",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  synchronize_seqscans: "off",
};
const ASKS_FOR_TIME = /\b(?:now|clock_timestamp)\(\)/;

/** A database with every migration. `now` is the virtual time in epoch ms. */
export async function openSimulatedPostgres(url: string, now: () => number): Promise<Database> {
  const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const client = new pg.Client({ connectionString: url, options: options.join(" "), types: postgresTypes });
  await client.connect();
  for (const statement of ["create schema if not exists simulation", ...VIRTUAL_TIME]) await client.query(statement);
  const hearing = new Map<string, Set<(payload: string | null) => void>>();
  client.on("notification", ({ channel, payload }) => {
    for (const hear of hearing.get(channel) ?? []) hear(payload ?? null);
  });
  const sql = sqlOn(client, now);
  return {
    kind: "postgres",
    ...sql,
    async transaction(work) {
      await sql.query("begin");
      try {
        const result = await work(sql);
        await sql.query("commit");
        return result;
      } catch (error) {
        await sql.query("rollback");
        throw error;
      }
    },
    async listen(channel, hear) {
      const ears = hearing.get(channel) ?? new Set();
      hearing.set(channel, ears.add(hear));
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      return async () => void ears.delete(hear);
    },
    close: () => client.end(),
  };
}

interface Known {
  name: string;
  asksForTime: boolean;
}

function sqlOn(client: pg.Client, now: () => number): Sql {
  const known = new Map<string, Known>();
  const know = (text: string): Known => {
    const one = { name: `s${known.size}`, asksForTime: ASKS_FOR_TIME.test(text) };
    known.set(text, one);
    return one;
  };
  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) => {
    const { name, asksForTime } = known.get(text) ?? know(text);
    if (asksForTime)
      await client.query({
        name: "now",
        text: "select set_config('simulation.now', $1, false)",
        values: [String(now())],
      });
    // Without values it may be several statements, which cannot be prepared.
    if (values.length === 0) return (await client.query(text)).rows as Row[];
    return (await client.query({ name, text, values: [...values] })).rows as Row[];
  };
  return { query, keyed: query };
}
