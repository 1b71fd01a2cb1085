/**
 * Answered calls through the whole service, many at once. The deliveries of each follow each other, and a call ends
 * when its ticket is complete.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Shop } from "../test/helpers/shop.ts";
import { cpuSeconds } from "./cpu-time.ts";
import { createAnsweredCalls, type CreatedCall } from "./send-calls.ts";

export interface WaitingCall extends CreatedCall {
  shop: Shop;
}

export interface Throughput {
  perSecond: number;
  /** Milliseconds of processor time per call. */
  serviceMs: number;
  databaseMs: number;
  /** Processor time of the simulators and of the sender. */
  outsideMs: number;
}

export interface Target {
  /** Deliveries are distributed over the processes. */
  urls: readonly string[];
  databasePid: number;
}

/** Number of concurrent calls, and the pause between two deliveries of a call. */
const AT_ONCE = 100;
const GAP_MS = 100;
/** The answer, the agent's comment with the recording, and the end (C10). */
const NOTES = 3;
const TIMEOUT_MS = 60_000;

/** Gorgias knows these customers, so that each call costs the same. */
const CUSTOMERS = 20;
const customerPhoneOf = (n: number) => `+3361234${1_000 + (n % CUSTOMERS)}`;

/** Neither simulator rate limits, so that only the service is measured. */
export function liftRateLimits({ desk, account, phone }: Shop): void {
  const limit = 10_000;
  desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds: 1 } }, account);
  phone.change({ rateLimitPerMinute: limit });
  for (let n = 0; n < CUSTOMERS; n += 1) {
    desk.addCustomer(account, { name: `Ada Byron ${n}`, channels: [{ type: "phone", address: customerPhoneOf(n) }] });
  }
}

/** Runs `count` calls per shop, half of them outbound, alternating between shops. The simulator's own time is not measured. */
export async function createCalls(shops: readonly Shop[], count: number): Promise<WaitingCall[]> {
  const phones = Array.from({ length: count }, (_, n) => customerPhoneOf(n));
  const created: WaitingCall[][] = [];
  for (const shop of shops) {
    const outbound = await createAnsweredCalls(shop, phones.slice(0, Math.floor(count / 2)), "outbound");
    const inbound = await createAnsweredCalls(shop, phones.slice(Math.floor(count / 2)));
    created.push([...outbound, ...inbound].map((call) => ({ ...call, shop })));
  }
  return phones.flatMap((_, n) => created.flatMap((calls) => calls[n] ?? []));
}

export async function processCalls({ urls, databasePid }: Target, calls: readonly WaitingCall[]): Promise<Throughput> {
  const waiting = [...calls];
  const before = cpuNow(databasePid);
  const began = performance.now();
  const processNext = async () => {
    for (let call = waiting.shift(); call; call = waiting.shift()) await processCall(urls, call);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, processNext));
  const seconds = (performance.now() - began) / 1_000;
  const after = cpuNow(databasePid);
  const perCall = (part: keyof typeof before) => ((after[part] - before[part]) * 1_000) / calls.length;
  const [serviceMs, databaseMs, outsideMs] = [perCall("service"), perCall("database"), perCall("outside")];
  return { perSecond: calls.length / seconds, serviceMs, databaseMs, outsideMs };
}

async function processCall(urls: readonly string[], { shop, id, bodies }: WaitingCall): Promise<void> {
  const path = new URL(shop.webhookUrl).pathname;
  for (const [n, body] of bodies.entries()) {
    if (n > 0) await sleep(GAP_MS);
    const url = (urls[(Number(id) + n) % urls.length] ?? "") + path;
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    if (!answer.ok) throw new Error(`a delivery was answered ${answer.status}`);
    await answer.arrayBuffer();
  }
  const until = performance.now() + TIMEOUT_MS;
  while (!isComplete(shop, id)) {
    if (performance.now() > until) throw new Error(`call ${id} is not complete`);
    await sleep(20);
  }
}

function isComplete({ desk, account }: Shop, id: string): boolean {
  const { tickets, messages } = desk.account(account);
  const [ticket] = tickets.by("external_id", `aircall-call-${id}`);
  if (!ticket || messages.count("ticket", ticket.id) < NOTES) return false;
  return messages.by("ticket", ticket.id).some(({ attachments }) => (attachments ?? []).length > 0);
}

function cpuNow(databasePid: number) {
  const own = process.cpuUsage();
  const outside = (own.user + own.system) / 1_000_000;
  const database = cpuSeconds(databasePid);
  return { outside, database, service: cpuSeconds(process.pid) - outside - database };
}
