/**
 * A backlog of 1,000 calls through the whole service on PostgreSQL, one process and two: its drain rate, and the delay
 * of urgent work meanwhile.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { post, createBacklog, type BacklogCall } from "../test/helpers/backlog.ts";
import type { Shop } from "../test/helpers/shop.ts";
import { openSetup, startPostgres, type Setup, type PostgresServer } from "./backlog-setup.ts";

const CALLS = 1_000;
const KNOWN = "+33612345678";
/** The part of the limit that the default share leaves. */
const ALLOWED_PART = 0.9;

interface Shape {
  limit: number;
  windowS: number;
  /** The limit after half of the work. */
  changedTo?: number;
}

const SHAPES: Shape[] = [
  { limit: 80, windowS: 40 },
  { limit: 80, windowS: 20 },
  { limit: 40, windowS: 20 },
  { limit: 80, windowS: 10 },
  { limit: 80, windowS: 20, changedTo: 120 },
];
/** The clock runs fast enough to allow this many requests per real second, whatever the shape. */
const PER_SECOND = 25;

/** The table's rows, heading first. */
export async function measureBacklog(): Promise<string[][]> {
  const rows = [["limit", "processes", "clock", "took", "of what is allowed", "rejected (429)", "failed"]];
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
  const { limit, windowS, changedTo = limit } = shape;
  const speed = (PER_SECOND * windowS) / Math.max(limit, changedTo);
  const setup = await openSetup(postgres, nodes, speed);
  try {
    const shop = await setup.openShop();
    await setup.startWorkers();
    await warmUp(setup, shop);
    allow(shop, limit, windowS);
    const began = performance.now();
    await receive(setup, shop, known(CALLS));
    await until(() => ticketsOf(shop) >= CALLS / 2);
    const changedAt = now(shop);
    allow(shop, changedTo, windowS);
    await until(() => ticketsOf(shop) >= CALLS);
    const took = (performance.now() - began) / 1_000;
    // Requests that the client gave up would be counted late.
    await sleep(500);
    const requests = shop.desk.requests(shop.account);
    const [first, last] = [requests[0]?.at ?? 0, requests.at(-1)?.at ?? 0];
    const drained = (limit * (changedAt - first) + changedTo * (last - changedAt)) / 1_000 / windowS;
    const refused = requests.filter(({ status }) => status === 429).length;
    const failed = await postgres.query(setup.databaseUrl, "select 1 from activity where state = 'failed'");
    return [
      changedTo === limit ? `${limit} in ${windowS} s` : `${limit}, then ${changedTo} in ${windowS} s`,
      String(nodes),
      `${Number(speed.toFixed(1))} ×`,
      `${took.toFixed(0)} s`,
      `${(((requests.length - refused) / (changedTo * ALLOWED_PART + drained)) * 100).toFixed(1)} %`,
      String(refused),
      String(failed.length),
    ];
  } finally {
    await setup.close();
  }
}

const now = (shop: Shop) => shop.desk.account(shop.account).now();
const ticketsOf = (shop: Shop) => shop.desk.account(shop.account).tickets.all().length;

function allow(shop: Shop, limit: number, windowSeconds: number): void {
  shop.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, shop.account);
}

/** Users, tags and the known customer are cached. The rate limit is used up. */
async function warmUp(setup: Setup, shop: Shop): Promise<void> {
  shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: KNOWN }] });
  await receive(setup, shop, known(1));
  await until(() => ticketsOf(shop) > 0);
  for (const { id } of shop.desk.account(shop.account).tickets.all()) {
    shop.desk.actOnTicket(shop.account, id, "delete");
  }
  shop.desk.patchSettings({ rateLimit: { windowSeconds: 0.1 } }, shop.account);
  await sleep(500);
  shop.desk.clearRequests(shop.account);
}

const known = (count: number): BacklogCall[] => Array.from({ length: count }, () => ({ from: KNOWN }));
/** Every fifth caller is unknown, which costs four requests in a row. */
const mixed = (count: number): BacklogCall[] =>
  Array.from({ length: count }, (_, n) => ({ from: n % 5 === 0 ? `+3361200${1_000 + n}` : KNOWN }));

/** Ends of missed calls, as after an outage, distributed over the processes. */
async function receive({ urls }: Setup, shop: Shop, calls: readonly BacklogCall[]): Promise<void> {
  const bodies = await createBacklog({ ...shop, line: shop.lines.fr }, calls);
  await Promise.all(
    urls.map((url, node) =>
      post(
        url + new URL(shop.webhookUrl).pathname,
        bodies.filter((_, n) => n % urls.length === node),
      ),
    ),
  );
}

/** Number and interval of the measurements. Cards alone must not use up the limit. */
const SAMPLES = 20;
const EVERY_MS = 2_000;

/** At normal speed, with a thousand calls waiting on one connection and none on the other. */
export async function measureUrgent(): Promise<string[][]> {
  const rows = [["with 1,000 calls waiting", "processes", "p50", "p95", "goal"]];
  const postgres = await startPostgres();
  try {
    for (const nodes of [1, 2]) rows.push(...(await measureUrgentOn(postgres, nodes)));
  } finally {
    await postgres.close();
  }
  return rows;
}

async function measureUrgentOn(postgres: PostgresServer, nodes: number): Promise<string[][]> {
  const setup = await openSetup(postgres, nodes, 1);
  try {
    const [busy, other] = [await setup.openShop(), await setup.openShop()];
    await setup.startWorkers();
    for (const shop of [busy, other]) {
      await warmUp(setup, shop);
      allow(shop, 80, 40);
    }
    await receive(setup, busy, mixed(CALLS));
    const cards: number[] = [];
    const tickets: number[] = [];
    for (let n = 0; n < SAMPLES; n += 1) {
      const next = sleep(EVERY_MS);
      await Promise.all([
        timeCard(busy).then((ms) => cards.push(ms)),
        timeTicket(other).then((ms) => tickets.push(ms)),
        next,
      ]);
    }
    if (ticketsOf(busy) >= CALLS) throw new Error("the backlog ended before the measurement");
    return [
      ["call.created until its card is shown, same connection", String(nodes), ...percentiles(cards), "1 s"],
      ["call.answered until its ticket, other connection", String(nodes), ...percentiles(tickets), "2 s"],
    ];
  } finally {
    await setup.close();
  }
}

async function timeCard({ phone, company, lines }: Shop): Promise<number> {
  const began = performance.now();
  const { call } = await phone.place({ company, line: lines.fr, from: KNOWN });
  await until(() => call.cards.length > 0);
  const took = performance.now() - began;
  await phone.calls.hangup(call.id);
  return took;
}

async function timeTicket(shop: Shop): Promise<number> {
  const { phone, company, lines, users } = shop;
  const { call } = await phone.place({ company, line: lines.fr, from: KNOWN });
  const before = ticketsOf(shop);
  const began = performance.now();
  await phone.calls.answer(call.id, { user: users.cleo });
  await until(() => ticketsOf(shop) > before);
  const took = performance.now() - began;
  await phone.calls.hangup(call.id);
  return took;
}

function percentiles(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [0.5, 0.95].map((part) => `${Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)} ms`);
}

const TIMEOUT_MS = 180_000;

async function until(isDone: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isDone()) {
    if (performance.now() - began > TIMEOUT_MS) throw new Error("the backlog is not processed");
    await sleep(5);
  }
}

/** Measures one shape. */
if (import.meta.main) {
  const postgres = await startPostgres();
  const [which = "urgent", nodes = "1"] = process.argv.slice(2);
  const shape = SHAPES[Number(which)];
  console.log(
    shape ? await measureShape(postgres, shape, Number(nodes)) : await measureUrgentOn(postgres, Number(nodes)),
  );
  await postgres.close();
}
