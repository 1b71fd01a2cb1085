/** A backlog of requests sent to the Gorgias simulator through real rate limiters, in virtual time: how much of the limit is used. */
import type { GorgiasSimulator } from "../../sandbox/gorgias/start.ts";
import { openAccount } from "../../src/gorgias/account.ts";
import { RequestError } from "../../src/kit/request-error.ts";
import { createRateLimiter } from "../../src/rate-limit/limiter.ts";
import type { RateLimiter } from "../../src/rate-limit/port.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { rateLimitStore } from "../../src/storage/rate-limit/store.ts";
import { RATE_LIMITS } from "../../src/vendors.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The same random numbers in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A process of its own on the database. `statements` counts its statements. */
export function openNode(time: VirtualTime, database: Database): { limiter: RateLimiter; statements(): number } {
  let statements = 0;
  const counted: Database = {
    ...database,
    keyed: (text, values) => {
      statements += 1;
      return time.hold(database.keyed(text, values));
    },
  };
  const store = rateLimitStore(counted, RATE_LIMITS, time.later);
  const limiter = createRateLimiter({ store, clock: time.now, sleep: time.sleep, patienceMs: 1_000 });
  return { limiter, statements: () => statements };
}

/** A simulator account joined to a connection. */
export interface TrialShop {
  time: VirtualTime;
  gorgias: GorgiasSimulator;
  account: string;
  connectionId: string;
  random: () => number;
}

/** The simulator's limit, also for API keys, which the trial uses. */
export function allow({ gorgias, account }: TrialShop, limit: number, windowSeconds: number): void {
  gorgias.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, account);
}

/** Sends one request until it is answered, however often it is deferred. Resolves with the ms that took. */
export async function sendOne(shop: TrialShop, limiter: RateLimiter, priority: string): Promise<number> {
  const { time, gorgias, account, connectionId } = shop;
  const began = time.now();
  const { email, apiKey } = gorgias.desk.account(account);
  const patient: RateLimiter = {
    ...limiter,
    acquire: (id, vendor, request) => limiter.acquire(id, vendor, { ...request, waitedMs: time.now() - began }),
  };
  const deps = {
    rateLimiter: patient,
    clock: time.now,
    fetch: slowFetch(shop),
    gorgiasUrl: `${gorgias.url}/{account}`,
  };
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
  const desk = openAccount(deps, { connectionId, account, authorization, priority });
  for (;;) {
    try {
      await desk.call({ method: "GET", path: "/tags?limit=1", what: "tags" });
      return time.now() - began;
    } catch (error) {
      if (!(error instanceof RequestError) || error.fate !== "later") throw error;
      await time.sleep(error.retryAfterMs ?? 1_000);
    }
  }
}

/** Duration of an answer, from 20 to this many ms. */
export const SLOWEST_MS = 300;

/** Half of the duration passes before the server sees the request, half after. */
function slowFetch({ time, random }: TrialShop): typeof fetch {
  return async (input, init) => {
    const ms = 20 + random() * (SLOWEST_MS - 20);
    await time.sleep(ms / 2);
    const answer = await time.hold(readWhole(fetch(input, init)));
    await time.sleep(ms / 2);
    return answer;
  };
}

async function readWhole(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  const { status, headers } = response;
  return new Response(await response.arrayBuffer(), { status, headers });
}

export interface Backlog {
  requests: number;
  priority: string;
  /** On each limiter. */
  workers?: number;
}

/** Workers on every limiter share a backlog until it is empty. Resolves with the seconds that took. */
export async function sendBacklog(
  shop: TrialShop,
  limiters: readonly RateLimiter[],
  { requests, priority, workers = 10 }: Backlog,
): Promise<number> {
  const began = shop.time.now();
  let left = requests;
  const work = async (limiter: RateLimiter) => {
    while (left > 0) {
      left -= 1;
      await sendOne(shop, limiter, priority);
    }
  };
  await Promise.all(limiters.flatMap((limiter) => Array.from({ length: workers }, () => work(limiter))));
  return (shop.time.now() - began) / 1_000;
}

/** The simulator's answers. */
export function answersOf({ gorgias, account }: TrialShop): { well: number; refused: number } {
  const seen = gorgias.desk.requests(account);
  const count = (wanted: number) => seen.filter(({ status }) => status === wanted).length;
  return { well: count(200), refused: count(429) };
}
