/**
 * The console's list with 1,000,000 stored calls: every filter and every search beside the unfiltered first page, and
 * the first rows in a real browser.
 */
import type { Browser } from "playwright-core";
import { activityQueries } from "../src/storage/admin/activity.ts";
import type { Database } from "../src/storage/db/database.ts";
import { migrate } from "../src/storage/db/migrate.ts";
import { openPglite } from "../src/storage/db/open-pglite.ts";
import { openPostgres } from "../src/storage/db/open-postgres.ts";
import * as canned from "../test/console/canned.ts";
import { startBrowser } from "../test/console/chromium.ts";
import { buildConsole } from "../test/console/console-site.ts";
import { startStub } from "../test/console/stub-service.ts";
import { ANY, fillCalls, QUESTIONS } from "../test/helpers/many-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { startFigures, type AddFigure } from "./table.ts";

/** The embedded database is for trials and small teams. */
const STORED = { postgres: 1_000_000, pglite: 100_000 };
const ROUNDS = 9;
const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
const GOAL = 2;

export async function measureActivity(): Promise<void> {
  const add = startFigures("The list of activity with 1,000,000 calls stored");
  const postgres = await startDurablePostgres();
  try {
    const database = openPostgres({ url: await postgres.create() }, () => undefined);
    await askAll("PostgreSQL", database, add).finally(() => database.close());
  } finally {
    await postgres.close();
  }
  const embedded = await openPglite(null);
  await migrate(embedded);
  await askAll("embedded", embedded, add).finally(() => embedded.close());
  await measureFirstRows(add);
}

async function askAll(where: string, database: Database, add: AddFigure): Promise<void> {
  await database.query(
    `insert into connections (id, account, status, webhook_key, created_at) values ('many', 'many', 'active', 'many', now())`,
  );
  await fill(database, STORED[database.kind]);
  const { list } = activityQueries(database);
  for (const { what, filter } of QUESTIONS.slice(1)) {
    // Alternating, so that other work of the machine slows both.
    const [first, took] = await quickestOfBoth(
      () => list("many", ANY),
      () => list("many", filter),
    );
    add({
      what: `${where}: ${what}, beside the unfiltered first page`,
      ceiling: `${first.toFixed(1)} ms`,
      result: `${took.toFixed(1)} ms`,
      ratio: took / first,
      goal: `≤ ${GOAL}`,
      isMet: took / first <= GOAL,
    });
  }
}

/** Building the indexes afterwards takes a fraction of the time. */
async function fill(database: Database, count: number): Promise<void> {
  const indexes = await database.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where schemaname = 'public' and tablename = 'activity'
       and not exists (select 1 from pg_constraint where conname = indexname)`,
  );
  await database.transaction(
    async (sql) => {
      for (const { name } of indexes) await sql.query(`drop index ${name}`);
      await fillCalls(sql, "many", count, NOW);
      await sql.query("set local maintenance_work_mem = '512MB'");
      for (const { made } of indexes) await sql.query(made);
    },
    { patient: true },
  );
  await database.transaction((sql) => sql.query("analyze activity"), { patient: true });
}

async function quickestOfBoth(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await timeOf(one));
    times[1].push(await timeOf(other));
  }
  return [Math.min(...times[0]), Math.min(...times[1])];
}

async function timeOf(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

async function quickest(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await timeOf(ask));
  }
  return Math.min(...times);
}

/** From the click until fifty rows are visible. The page of numbers, with three rows, is the comparison. */
async function measureFirstRows(add: AddFigure): Promise<void> {
  const [browser, stub] = await Promise.all([startBrowser(), buildConsole().then(startStub)]);
  const stored = Array.from({ length: STORED.pglite }, (_, place) => canned.item(place));
  stub.answers.set("GET /api/activity", (url) => {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    return { body: { items: stored.slice(from, from + 50), nextCursor: String(from + 50) } };
  });
  try {
    const few = await quickest(() => visit(browser, `${stub.url}/numbers`, "input[type=checkbox]"));
    const many = await quickest(() => visit(browser, `${stub.url}/activity`, "[data-id] >> nth=49"));
    add({
      what: "console: opened at its list, beside the page of numbers",
      ceiling: `${few.toFixed(0)} ms`,
      result: `${many.toFixed(0)} ms`,
      ratio: many / few,
      goal: `≤ ${GOAL}`,
      isMet: many / few <= GOAL,
    });
  } finally {
    await browser.close();
    await stub.close();
  }
}

async function visit(browser: Browser, url: string, awaited: string): Promise<void> {
  const page = await browser.newPage({ locale: "en-GB", reducedMotion: "reduce" });
  await page.goto(url, { waitUntil: "domcontentloaded" });
  await page.locator(awaited).first().waitFor();
  await page.close();
}
