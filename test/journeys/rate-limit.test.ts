/** L1–L4: backlogs sent to the Gorgias simulator through real rate limiters, on real sockets and databases, in time that jumps from one moment to the next. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGorgiasSimulator, type GorgiasSimulator } from "../../sandbox/gorgias/start.ts";
import { openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "../contracts/backend.ts";
import {
  allow,
  answersOf,
  openNode,
  seededRandom,
  sendBacklog,
  sendOne,
  SLOWEST_MS,
  type TrialShop,
} from "../helpers/rate-limit-trial.ts";
import { virtualTime } from "../helpers/virtual-time.ts";

/** What the default share leaves to the service. */
const OURS = 0.9;
const REQUESTS = 180;

const time = virtualTime();
let gorgias: GorgiasSimulator;
let shops = 0;

beforeAll(async () => {
  gorgias = await startGorgiasSimulator({ now: time.now });
});
afterAll(() => gorgias.close());

async function openShop(backend: UsedBackend): Promise<TrialShop> {
  shops += 1;
  const account = `shop-${shops}`;
  gorgias.desk.createAccount({ account });
  return { time, gorgias, account, connectionId: await backend.it.connect(), random: seededRandom(shops) };
}

/** Processes with pools of their own. */
function openProcesses(backend: UsedBackend, count: number) {
  return Array.from({ length: count }, (_, i) =>
    openNode(time, i === 0 ? backend.it.database : backend.it.otherNode()),
  );
}

/** Sends a backlog. Returns the used part of what is allowed. */
async function reach(
  shop: TrialShop,
  processes: ReturnType<typeof openProcesses>,
  limit: number,
  windowSeconds: number,
) {
  allow(shop, limit, windowSeconds);
  const all = processes.map(({ limiter }) => limiter);
  const seconds = await time.run(sendBacklog(shop, all, { requests: REQUESTS, priority: "ended call" }));
  return REQUESTS / (limit * OURS + (limit / windowSeconds) * seconds);
}

const SHAPES = [
  [80, 40],
  [80, 20],
  [40, 20],
  [80, 10],
] as const;

describe("the rate limit, on PGlite", () => {
  const backend = useBackend(openPgliteBackend);

  it.each(SHAPES)(
    "L1, L2: learns %i requests in %i s and reaches nine tenths of it without a 429",
    async (...shape) => {
      const shop = await openShop(backend);
      const [node] = openProcesses(backend, 1);
      expect(node && (await reach(shop, [node], ...shape))).toBeGreaterThan(0.9);
      expect(answersOf(shop)).toEqual({ well: REQUESTS, refused: 0 });
      // Feedback and requests together, for work that waits all the time.
      expect(node?.statements()).toBeLessThanOrEqual(REQUESTS * 1.05);
    },
  );

  it.each(SHAPES)("L2: two processes share %i requests in %i s just as well", async (...shape) => {
    const shop = await openShop(backend);
    expect(await reach(shop, openProcesses(backend, 2), ...shape)).toBeGreaterThan(0.9);
    expect(answersOf(shop)).toEqual({ well: REQUESTS, refused: 0 });
  });

  it("L1: follows a limit that changes under way, up during work and down at rest", async () => {
    const shop = await openShop(backend);
    const [node] = openProcesses(backend, 1);
    if (!node) throw new Error("no process");
    const send = (requests: number) => sendBacklog(shop, [node.limiter], { requests, priority: "message" });
    allow(shop, 80, 20);
    const seconds = await time.run(
      (async () => {
        await send(150);
        allow(shop, 160, 20);
        const began = time.now();
        await send(400);
        const grown = (time.now() - began) / 1_000;
        await time.sleep(60_000);
        allow(shop, 40, 20);
        await send(80);
        return grown;
      })(),
    );
    // Eight a second, and capacity for eighty more.
    expect(400 / (80 * OURS + 8 * seconds)).toBeGreaterThan(0.9);
    expect(answersOf(shop)).toEqual({ well: 630, refused: 0 });
  });

  it("L4: waits, fails nothing and loses nothing while another app takes half of the limit by bursts", async () => {
    const shop = await openShop(backend);
    allow(shop, 80, 20);
    const random = seededRandom(99);
    const shift = new AbortController();
    const other = async () => {
      while (!shift.signal.aborted) {
        gorgias.desk.spend(shop.account, Math.floor(random() * 25), "key");
        await time.sleep(random() * 12_000);
      }
    };
    const limiters = openProcesses(backend, 2).map(({ limiter }) => limiter);
    const work = sendBacklog(shop, limiters, { requests: REQUESTS, priority: "message" }).finally(() => shift.abort());
    const [seconds] = await time.run(Promise.all([work, other()]));
    const answers = answersOf(shop);
    expect(answers.well).toBe(REQUESTS);
    expect(answers.refused).toBeLessThan(REQUESTS / 10);
    // Half of four a second are left to the service.
    expect(seconds).toBeLessThan(REQUESTS / 2);
  });

  it("L4: pauses every priority of every process for as long as a rejection says", async () => {
    const shop = await openShop(backend);
    const limiters = openProcesses(backend, 2).map(({ limiter }) => limiter);
    gorgias.desk.spend(shop.account, 80, "key");
    const backlog = ["card", "live call", "recording"].map((priority) =>
      sendBacklog(shop, limiters, { requests: 10, priority }),
    );
    await time.run(Promise.all(backlog));
    expect(answersOf(shop).well).toBe(30);
    const times = gorgias.desk.requests(shop.account).map(({ at }) => at);
    const first = times[0] ?? 0;
    // A 429 says one second here. Requests in flight at that moment come on top.
    expect(times.filter((at) => at > first + SLOWEST_MS && at < first + 1_000)).toEqual([]);
  });

  it("L3: lets a card pass at once before a deep backlog, and live calls before catch-up", async () => {
    const shop = await openShop(backend);
    const [node] = openProcesses(backend, 1);
    if (!node) throw new Error("no process");
    const urgent = async () => {
      await time.sleep(90_000);
      const waits: number[] = [];
      for (let n = 0; n < 3; n += 1) waits.push(await sendOne(shop, node.limiter, "card"));
      for (let n = 0; n < 5; n += 1) waits.push(await sendOne(shop, node.limiter, "live call"));
      return Math.max(...waits);
    };
    const backlog = sendBacklog(shop, [node.limiter], { requests: 300, priority: "catch-up" });
    const [slowest] = await time.run(Promise.all([urgent(), backlog]));
    expect(slowest).toBeLessThanOrEqual(SLOWEST_MS);
    expect(answersOf(shop).refused).toBe(0);
  });

  it("L3: starves neither the last priority under live calls, nor live calls under an aged backlog", async () => {
    const shop = await openShop(backend);
    const [node] = openProcesses(backend, 1);
    if (!node) throw new Error("no process");
    const low = async () => {
      const waits: number[] = [];
      // What comes before live calls fill the bucket proves nothing.
      await time.sleep(60_000);
      for (let n = 0; n < 4; n += 1) waits.push(await sendOne(shop, node.limiter, "catch-up"));
      return Math.max(...waits);
    };
    const live = sendBacklog(shop, [node.limiter], { requests: 400, priority: "live call" });
    const [slowest, seconds] = await time.run(Promise.all([low(), live]));
    expect(slowest).toBeLessThan(40_000);
    expect(400 / (80 * OURS + 2 * seconds)).toBeGreaterThan(0.9);
  });
});

describe("the rate limit, on PostgreSQL", () => {
  const backend = useBackend(openPostgresBackend);

  it.each(SHAPES.slice(1, 3))("L2: two nodes share %i requests in %i s without a 429", async (...shape) => {
    const shop = await openShop(backend);
    expect(await reach(shop, openProcesses(backend, 2), ...shape)).toBeGreaterThan(0.9);
    expect(answersOf(shop)).toEqual({ well: REQUESTS, refused: 0 });
  });
});
