/** PostgreSQL on virtual time, through one connection: one statement at a time, as on the embedded database. */
import pg from "pg";
import type { Database, Sql } from "../../src/storage/db/database.ts";
import { postgresTypes } from "../../src/storage/db/open-postgres.ts";

/** Plans that do not depend on what the tables contain, so that rows come in the same order each time. */
const SETTINGS = {
  plan_cache_mode: "force_generic_plan",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  synchronize_seqscans: "off",
};
/** PostgreSQL's own time, in whose place statements get the virtual one. */
const TIME = /\b(?:now|clock_timestamp)\(\)/g;
/** After so many statements, and again when twice as many are done, plans are made anew for what tables contain then. */
const FIRST_PLANS = 1_000;
/** Plans are made anew at least this often, and rows that are gone make room. */
const MOST_STATEMENTS = 50_000;

/** A database with every migration. `now` is the virtual time in epoch ms. */
export async function openSimulatedPostgres(url: string, now: () => number): Promise<Database> {
  const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const client = new pg.Client({ connectionString: url, options: options.join(" "), types: postgresTypes });
  await client.connect();
  const hearing = new Map<string, Set<(payload: string | null) => void>>();
  client.on("notification", ({ channel, payload }) => {
    for (const hear of hearing.get(channel) ?? []) hear(payload ?? null);
  });
  const sql = sqlOn(client, now);
  const renew = renewPlans(client);
  const query: Sql["query"] = async (text, values) => {
    await renew();
    return sql.query(text, values);
  };
  return {
    kind: "postgres",
    query,
    keyed: query,
    async transaction(work) {
      await renew();
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

/** Returns what to call before each statement. From time to time it makes room and has all statements planned anew. */
function renewPlans(client: pg.Client): () => Promise<void> {
  let [statements, next] = [0, FIRST_PLANS];
  return async () => {
    statements += 1;
    if (statements < next) return;
    next += Math.min(next, MOST_STATEMENTS);
    await client.query("vacuum");
    await client.query("discard plans");
  };
}

interface Known {
  name: string;
  /** With a value for the time, which is the last one. */
  text: string;
  asksForTime: boolean;
}

function sqlOn(client: pg.Client, now: () => number): Sql {
  const known = new Map<string, Known>();
  const know = (text: string, values: number): Known => {
    const timed = text.replaceAll(TIME, `$${values + 1}::timestamptz`);
    const one = { name: `s${known.size}`, text: timed, asksForTime: timed !== text };
    known.set(text, one);
    return one;
  };
  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) => {
    const { name, text: timed, asksForTime } = known.get(text) ?? know(text, values.length);
    const given = asksForTime ? [...values, new Date(now())] : [...values];
    // Without values it may be several statements, which cannot be prepared.
    if (given.length === 0) return (await client.query(text)).rows as Row[];
    return (await client.query({ name, text: timed, values: given })).rows as Row[];
  };
  return { query, keyed: query };
}
