/** A backlog of 1,000 calls through the whole service on PostgreSQL, one process and two: how fast it drains, and what is urgent meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import { post, tellBacklog } from "../test/helpers/backlog.ts";
import type { Shop } from "../test/helpers/shop.ts";
import { openGround, startPostgres, type Ground, type PostgresServer } from "./backlog-ground.ts";

const CALLS = 1_000;
const KNOWN = "+33612345678";
/** What the default share leaves to us. */
const OURS = 0.9;

interface Shape {
  limit: number;
  windowS: number;
  /** The limit once half is done. */
  then?: number;
}

const SHAPES: Shape[] = [
  { limit: 80, windowS: 40 },
  { limit: 80, windowS: 20 },
  { limit: 40, windowS: 20 },
  { limit: 80, windowS: 10 },
  { limit: 80, windowS: 20, then: 120 },
];
/** The clock goes so fast that this many requests a second of the machine's are allowed, whatever the shape. */
const PER_SECOND = 40;

/** Rows of the table, heading first. */
export async function measureBacklog(): Promise<string[][]> {
  const rows = [["limit", "processes", "clock", "took", "of what is allowed", "refused (429)", "failed"]];
  const postgres = await startPostgres();
  try {
    for (const shape of SHAPES) {
      for (const nodes of [1, 2]) rows.push(await measureShape(postgres, shape, nodes));
    }
  } finally {
    await postgres.close();
  }
  return rows;
}

async function measureShape(postgres: PostgresServer, shape: Shape, nodes: number): Promise<string[]> {
  const { limit, windowS, then = limit } = shape;
  const speed = (PER_SECOND * windowS) / limit;
  const ground = await openGround(postgres, nodes, speed);
  try {
    const shop = await openWorkingShop(ground);
    allow(shop, limit, windowS);
    const began = performance.now();
    await receive(ground, shop, CALLS);
    await until(() => ticketsOf(shop) >= CALLS / 2);
    const changedAt = now(shop);
    allow(shop, then, windowS);
    await until(() => ticketsOf(shop) >= CALLS);
    const took = (performance.now() - began) / 1_000;
    // Requests that nobody waits for any more would be counted late.
    await sleep(500);
    const requests = shop.desk.requests(shop.account);
    const [first, last] = [requests[0]?.at ?? 0, requests.at(-1)?.at ?? 0];
    const drained = (limit * (changedAt - first) + then * (last - changedAt)) / 1_000 / windowS;
    const refused = requests.filter(({ status }) => status === 429).length;
    const failed = await postgres.query(ground.databaseUrl, "select 1 from subjects where state = 'failed'");
    return [
      then === limit ? `${limit} in ${windowS} s` : `${limit}, then ${then} in ${windowS} s`,
      String(nodes),
      `${speed} ×`,
      `${took.toFixed(0)} s`,
      `${(((requests.length - refused) / (then * OURS + drained)) * 100).toFixed(1)} %`,
      String(refused),
      String(failed.length),
    ];
  } finally {
    await ground.close();
  }
}

const now = (shop: Shop) => shop.desk.account(shop.account).now();
const ticketsOf = (shop: Shop) => shop.desk.account(shop.account).tickets.all().length;

function allow(shop: Shop, limit: number, windowSeconds: number): void {
  shop.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, shop.account);
}

/** Users, tags and the known caller are known; its bucket has run empty. */
async function openWorkingShop(ground: Ground): Promise<Shop> {
  const shop = await ground.openShop();
  shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: KNOWN }] });
  await ground.startWorkers();
  await receive(ground, shop, 1);
  await until(() => ticketsOf(shop) > 0);
  for (const { id } of shop.desk.account(shop.account).tickets.all()) {
    shop.desk.actOnTicket(shop.account, id, "delete");
  }
  shop.desk.patchSettings({ rateLimit: { windowSeconds: 0.1 } }, shop.account);
  await sleep(500);
  shop.desk.clearRequests(shop.account);
  return shop;
}

/** Ends of missed calls, as after an outage, shared among the processes. */
async function receive({ urls }: Ground, shop: Shop, calls: number): Promise<void> {
  const told = Array.from({ length: calls }, () => ({ from: KNOWN }));
  const bodies = await tellBacklog({ ...shop, line: shop.lines.fr }, told);
  await Promise.all(
    urls.map((url, node) =>
      post(
        url + new URL(shop.webhookUrl).pathname,
        bodies.filter((_, n) => n % urls.length === node),
      ),
    ),
  );
}

const PATIENCE_MS = 180_000;

async function until(isDone: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isDone()) {
    if (performance.now() - began > PATIENCE_MS) throw new Error("the backlog is not worked off");
    await sleep(5);
  }
}

/** Only for who looks at one shape. */
if (import.meta.main) {
  const postgres = await startPostgres();
  const [index = 0, nodes = 1] = process.argv.slice(2).map(Number);
  const shape = SHAPES[index];
  if (shape) console.log(await measureShape(postgres, shape, nodes));
  await postgres.close();
}
