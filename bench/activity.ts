/**
 * The console's list with 100,000 stored calls: each query compared with 1,000 calls, on both databases, and the first
 * rows in a real browser.
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
import { fillCalls, QUESTIONS } from "../test/helpers/many-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { startFigures, type AddFigure } from "./table.ts";

const [FEW, MANY] = [1_000, 100_000];
const ROUNDS = 7;
const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
/** Compared with the same query on few calls. A scan of the whole index is compared with a count. */
const MARK = 2;
/** A shorter time is negligible, and its ratio is noise. */
const NOTHING_MS = 5;

export async function measureActivity(): Promise<void> {
  const add = startFigures("The list of activity with 100,000 calls stored");
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
  for (const [id, count] of [
    ["few", FEW],
    ["many", MANY],
  ] as const) {
    await database.query(
      `insert into connections (id, account, status, webhook_key, created_at) values ($1, $1, 'active', $1, now())`,
      [id],
    );
    await fillCalls(database, id, count, NOW);
  }
  // The embedded database never analyses by itself, so the bench does not either.
  if (database.kind === "postgres") await database.query("analyze");
  const { list } = activityQueries(database);
  const count = () => database.query(`select count(customer_folded) from activity where connection_id = 'many'`);
  const counted = await quickest(count);
  for (const { what, filter, walks = false } of QUESTIONS) {
    const few = walks ? counted : await quickest(() => list("few", filter));
    const many = await quickest(() => list("many", filter));
    const ratio = many / few;
    add({
      what: `${where}: ${what}, beside ${walks ? "counting all calls" : `${FEW.toLocaleString("en")} calls`}`,
      ceiling: `${few.toFixed(1)} ms`,
      result: `${many.toFixed(1)} ms`,
      ratio,
      mark: `≤ ${MARK}, or ${NOTHING_MS} ms`,
      isMet: ratio <= MARK || many <= NOTHING_MS,
    });
  }
}

async function quickest(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

/** From the click until fifty rows are visible. The page of numbers, with three rows, is the comparison. */
async function measureFirstRows(add: AddFigure): Promise<void> {
  const [browser, stub] = await Promise.all([startBrowser(), buildConsole().then(startStub)]);
  const stored = Array.from({ length: MANY }, (_, place) => canned.item(place));
  stub.answers.set("GET /api/activity", (url) => {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    return { body: { items: stored.slice(from, from + 50), nextCursor: String(from + 50) } };
  });
  try {
    const few = await quickest(() => visit(browser, `${stub.url}/numbers`, "input[type=checkbox]"));
    const many = await quickest(() => visit(browser, `${stub.url}/activity`, "li[data-id] >> nth=49"));
    add({
      what: "console: opened at its list of 100,000, beside the page of numbers",
      ceiling: `${few.toFixed(0)} ms`,
      result: `${many.toFixed(0)} ms`,
      ratio: many / few,
      mark: `≤ ${MARK}`,
      isMet: many / few <= MARK,
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
