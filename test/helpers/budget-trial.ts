/**
 * Sends a backlog of requests to the Gorgias simulator through real rate limiters in virtual time, and measures the
 * used part of the limit.
 */
import type { LittleGorgias } from "../../sandbox/gorgias/start.ts";
import { openAccount } from "../../src/gorgias/account.ts";
import { RequestError } from "../../src/kit/request-error.ts";
import { createGate, type Gate } from "../../src/outbound/gate.ts";
import { budgetStore } from "../../src/storage/budgets.ts";
import type { Database } from "../../src/storage/database.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The same random numbers in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A node on the database. `statements` counts its round trips. */
export function openNode(time: VirtualTime, database: Database): { gate: Gate; statements(): number } {
  let statements = 0;
  const counted: Database = {
    ...database,
    keyed: (text, values) => {
      statements += 1;
      return time.hold(database.keyed(text, values));
    },
  };
  const budgets = budgetStore(counted, time.later);
  const gate = createGate({ budgets, clock: time.now, sleep: time.sleep, patienceMs: 1_000 });
  return { gate, statements: () => statements };
}

/** A simulator account joined to a connection. */
export interface TrialShop {
  time: VirtualTime;
  gorgias: LittleGorgias;
  account: string;
  connectionId: string;
  random: () => number;
}

/** The simulator's limit, also for API keys, which the trial uses. */
export function allow({ gorgias, account }: TrialShop, limit: number, windowSeconds: number): void {
  gorgias.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, account);
}

/** Sends one request until it is answered. Returns the ms that took. */
export async function sendOne(shop: TrialShop, gate: Gate, lane: string): Promise<number> {
  const { time, gorgias, account, connectionId } = shop;
  const began = time.now();
  const { email, apiKey } = gorgias.desk.account(account);
  const patient: Gate = {
    ...gate,
    pass: (id, vendor, ask) => gate.pass(id, vendor, { ...ask, waitedMs: time.now() - began }),
  };
  const deps = { gate: patient, clock: time.now, fetch: slowFetch(shop), gorgiasUrl: `${gorgias.url}/{account}` };
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
  const desk = openAccount(deps, { connectionId, account, authorization, lane });
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
  lane: string;
  /** Number of workers on each rate limiter. */
  workers?: number;
}

/** The workers of all rate limiters share a backlog until it is empty. Returns the seconds. */
export async function sendBacklog(
  shop: TrialShop,
  gates: readonly Gate[],
  { requests, lane, workers = 10 }: Backlog,
): Promise<number> {
  const began = shop.time.now();
  let left = requests;
  const work = async (gate: Gate) => {
    while (left > 0) {
      left -= 1;
      await sendOne(shop, gate, lane);
    }
  };
  await Promise.all(gates.flatMap((gate) => Array.from({ length: workers }, () => work(gate))));
  return (shop.time.now() - began) / 1_000;
}

/** The simulator's answers. */
export function answersOf({ gorgias, account }: TrialShop): { well: number; refused: number } {
  const seen = gorgias.desk.requests(account);
  const count = (wanted: number) => seen.filter(({ status }) => status === wanted).length;
  return { well: count(200), refused: count(429) };
}
