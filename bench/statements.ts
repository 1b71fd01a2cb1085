/** How many database statements an answered call takes, with many calls at once, counted by PostgreSQL. */
import { openSetup } from "./backlog-setup.ts";
import { processCalls, liftRateLimits, createCalls } from "./throughput-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";

const GOAL = 25;
const MOST_SHOWN = 14;
const WORDS = 100;

const COUNT = `select calls::float8, regexp_replace(query, '\\s+', ' ', 'g') as text from pg_stat_statements
  where dbid = (select oid from pg_database where datname = current_database()) and query !~* 'pg_stat_statements'
  order by calls desc`;

/** Rows of the table, heading first. */
export async function measureStatements(calls = 300): Promise<string[][]> {
  const postgres = await startDurablePostgres(["shared_preload_libraries=pg_stat_statements"]);
  try {
    const setup = await openSetup(postgres, 1, 1);
    const shop = await setup.openShop();
    liftRateLimits(shop);
    await setup.startWorkers();
    const place = { urls: setup.urls, databasePid: postgres.pid };
    // What the service learns once is no part of a call.
    await processCalls(place, await createCalls([shop], 60));
    const measured = await createCalls([shop], calls);
    await postgres.query(setup.databaseUrl, "create extension if not exists pg_stat_statements");
    await postgres.query(setup.databaseUrl, "select pg_stat_statements_reset()");
    await processCalls(place, measured);
    const counted = (await postgres.query(setup.databaseUrl, COUNT)) as { calls: number; text: string }[];
    await setup.close();
    const perCall = (count: number) => (count / calls).toFixed(1);
    const rows = counted
      .slice(0, MOST_SHOWN)
      .map(({ calls: count, text }) => [text.trim().slice(0, WORDS), perCall(count)]);
    const all = counted.reduce((sum, { calls: count }) => sum + count, 0);
    return [["statement", "a call"], ...rows, [`all (goal: ≤ ${GOAL})`, perCall(all)]];
  } finally {
    await postgres.close();
  }
}
