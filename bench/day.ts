/** A day of 1,000 calls and 500 messages on virtual time, against Gorgias' limit: what each kind of call causes, and what waits. */
import { openPostgres } from "../src/storage/db/open-postgres.ts";
import { seededRandom } from "../test/helpers/rate-limit-trial.ts";
import type { Shop } from "../test/helpers/shop.ts";
import { openWorld, type World } from "../test/helpers/world.ts";
import { startPostgres } from "./backlog-setup.ts";
import { addKnownCustomers, CALLS, planBusyDay, MESSAGES } from "./day-plan.ts";
import { playDay, type PlayedDay } from "./play-day.ts";
import { renderTable } from "./table.ts";

const LIMIT = 80;
const WINDOW_S = 40;
const PER_MS = LIMIT / WINDOW_S / 1_000;
const KEYS = [{ id: "bench", bytes: new Uint8Array(32).fill(7) }];

export async function measureDay(): Promise<void> {
  const postgres = await startPostgres();
  try {
    const databaseUrl = await postgres.create();
    const database = openPostgres({ url: databaseUrl }, () => undefined);
    const store = { database, keys: KEYS, alone: false, lock: null, close: () => database.close() };
    const world = await openWorld({ store, databaseUrl, maintenance: true });
    await playIn(world).finally(() => world.close());
  } finally {
    await postgres.close();
  }
}

async function playIn(world: World): Promise<void> {
  const shop = await world.openShop();
  addKnownCustomers(shop);
  shop.desk.patchSettings({ rateLimit: { limit: LIMIT, keyLimit: LIMIT, windowSeconds: WINDOW_S } }, shop.account);
  const since = new Date(world.clock.now());
  const day = await playDay(world, shop, planBusyDay(shop, seededRandom(16)));
  console.log(`\nRequests to Gorgias of each call, with its insight card, and of each conversation\n`);
  console.log(renderTable(await spreadRows(world, shop, since)));
  console.log(`\nThe whole day, ${CALLS} calls and ${MESSAGES} messages, against ${LIMIT} requests in ${WINDOW_S} s\n`);
  console.log(renderTable(await dayRows(world, shop, day)));
}

async function spreadRows({ services }: World, shop: Shop, since: Date): Promise<string[][]> {
  const { kinds, shared } = await services.admin.admin.distribution.read(shop.connectionId, since);
  const each = shared.among > 0 ? shared.requests / shared.among : 0;
  return [
    ["kind", "count", "least", "median", "p95", "most", "average", "with its share"],
    ...kinds.map(({ kind, count, requests, ...spread }) => [
      kind,
      String(count),
      ...[spread.least, spread.median, spread.p95, spread.most].map(String),
      (requests / count).toFixed(2),
      (requests / count + each).toFixed(2),
    ]),
  ];
}

async function dayRows({ services }: World, shop: Shop, day: PlayedDay): Promise<string[][]> {
  const { requestsAt, refused, longestWaitMs } = day;
  const states = await services.database.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from activity where connection_id = $1 group by 1 order by 1`,
    [shop.connectionId],
  );
  const { p50, p95 } = await services.admin.admin.reports.timeToTicket(shop.connectionId, new Date(0));
  return [
    ["what", "result"],
    ["requests, by the simulator's count", String(requestsAt.length)],
    ["refused (429)", String(refused)],
    ["used of the limit, from the first request to the last", percent(requestsAt.length, spanOf(requestsAt))],
    ["used of the limit, busiest hour", percent(busiest(requestsAt, 3_600_000), 3_600_000)],
    [`fullest, of the ${LIMIT} that Gorgias holds`, fullest(requestsAt).toFixed(0)],
    ["longest wait for the limit", `${(longestWaitMs / 1_000).toFixed(1)} s`],
    ["from the delivery to its ticket, p50 and p95", `${seconds(p50)}, ${seconds(p95)}`],
    ["calls, cards and conversations", states.map(({ state, count }) => `${count} ${state}`).join(", ")],
  ];
}

const seconds = (ms: number | null) => (ms === null ? "–" : `${(ms / 1_000).toFixed(1)} s`);
const spanOf = (times: readonly number[]) => (times.at(-1) ?? 0) - (times[0] ?? 0);

function percent(requests: number, ms: number): string {
  return `${((requests / (PER_MS * ms)) * 100).toFixed(1)} %`;
}

/** The most requests in any period of this length. */
function busiest(times: readonly number[], ms: number): number {
  let [most, first] = [0, 0];
  for (const [n, at] of times.entries()) {
    while (at - (times[first] ?? at) >= ms) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}

/** The highest level of the bucket, which drains at the limit's rate. */
function fullest(times: readonly number[]): number {
  let [level, most] = [0, 0];
  for (const [n, at] of times.entries()) {
    level = Math.max(0, level - (at - (times[n - 1] ?? at)) * PER_MS) + 1;
    most = Math.max(most, level);
  }
  return most;
}
