/** How many database statements an answered call takes, many calls at once: as PostgreSQL counts them. */
import { openSetup } from "./backlog-setup.ts";
import { carryAll, openWide, tellAll } from "./throughput-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";

const MARK = 25;
const MOST_SHOWN = 14;
const WORDS = 100;

const COUNT = `select calls::float8, regexp_replace(query, '\\s+', ' ', 'g') as text from pg_stat_statements
  where dbid = (select oid from pg_database where datname = current_database()) and query !~* 'pg_stat_statements'
  order by calls desc`;

/** Rows of the table, heading first. */
export async function measureStatements(calls = 300): Promise<string[][]> {
  const postgres = await startDurablePostgres(["shared_preload_libraries=pg_stat_statements"]);
  try {
    const ground = await openSetup(postgres, 1, 1);
    const shop = await ground.openShop();
    openWide(shop);
    await ground.startWorkers();
    const place = { urls: ground.urls, databasePid: postgres.pid };
    // What is learned once is no part of a call.
    await carryAll(place, await tellAll([shop], 60));
    const told = await tellAll([shop], calls);
    await postgres.query(ground.databaseUrl, "create extension if not exists pg_stat_statements");
    await postgres.query(ground.databaseUrl, "select pg_stat_statements_reset()");
    await carryAll(place, told);
    const counted = (await postgres.query(ground.databaseUrl, COUNT)) as { calls: number; text: string }[];
    await ground.close();
    const perCall = (count: number) => (count / calls).toFixed(1);
    const rows = counted
      .slice(0, MOST_SHOWN)
      .map(({ calls: count, text }) => [text.trim().slice(0, WORDS), perCall(count)]);
    const all = counted.reduce((sum, { calls: count }) => sum + count, 0);
    return [["statement", "a call"], ...rows, [`all (mark: ≤ ${MARK})`, perCall(all)]];
  } finally {
    await postgres.close();
  }
}
