/**
 * A hundred files and ten recordings of one shop hang. Measures the delay of the next card, call, message and picture
 * of that shop and of another, compared with a run without hanging files.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Shop } from "../test/helpers/shop.ts";
import { picture } from "../test/helpers/texting.ts";
import { openSetup, startPostgres } from "./backlog-setup.ts";
import { liftRateLimits } from "./throughput-calls.ts";

const FILES = 100;
const RECORDINGS = 10;
const SAMPLES = 25;
const GOAL = 2;
const TIMEOUT_MS = 30_000;
const KNOWN = "+33612341000";
const PNG = picture();

/** The table's rows, heading first. */
export async function measureHanging(): Promise<string[][]> {
  const postgres = await startPostgres();
  const setup = await openSetup(postgres, 1, 1);
  try {
    const shops = { "the same shop": await setup.openShop(), "another shop": await setup.openShop() };
    for (const shop of Object.values(shops)) liftRateLimits(shop);
    await setup.startWorkers();
    await sampleAll(shops, 5);
    const without = await sampleAll(shops, SAMPLES);
    await hang(shops["the same shop"]);
    const beside = await sampleAll(shops, SAMPLES);
    return [["while files hang", "of", "p95 without", "p95 with", "ratio", "goal"], ...compare(without, beside)];
  } finally {
    await setup.close();
    await postgres.close();
  }
}

type Shops = Record<string, Shop>;
type Samples = Map<string, { what: string; which: string; times: number[] }>;

function compare(without: Samples, beside: Samples): string[][] {
  return [...without].map(([key, { what, which, times }]) => {
    const [before, after] = [p95(times), p95(beside.get(key)?.times ?? [])];
    const ratio = (after / before).toFixed(2);
    return [what, which, `${before.toFixed(0)} ms`, `${after.toFixed(0)} ms`, ratio, `≤ ${GOAL}`];
  });
}

const p95 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? 0;

async function sampleAll(shops: Shops, count: number): Promise<Samples> {
  const samples: Samples = new Map();
  for (let n = 0; n < count; n += 1) {
    for (const [which, shop] of Object.entries(shops)) {
      for (const [what, measure] of Object.entries(MEASUREMENTS)) {
        const key = `${what}/${which}`;
        const known = samples.get(key) ?? { what, which, times: [] as number[] };
        samples.set(key, known);
        known.times.push(await measure(shop, n));
      }
    }
  }
  return samples;
}

const MEASUREMENTS: Record<string, (shop: Shop, n: number) => Promise<number>> = {
  "call.created until its card is shown": timeCard,
  "call.ended until its ticket and recording": timeCall,
  "message until it is in a ticket": (shop, n) => timeMessage(shop, `plain ${n} ${performance.now()}`, []),
  "message with a picture until it is in a ticket": (shop, n) =>
    timeMessage(shop, `picture ${n} ${performance.now()}`, [PNG]),
};

async function timeCard({ phone, company, lines }: Shop): Promise<number> {
  const began = performance.now();
  const { call } = await phone.place({ company, line: lines.fr, from: KNOWN });
  await until(() => call.cards.length > 0);
  const took = performance.now() - began;
  await phone.calls.hangup(call.id);
  return took;
}

async function timeCall(shop: Shop): Promise<number> {
  const call = await begin(shop);
  const began = performance.now();
  await shop.phone.calls.end(call);
  const { tickets, messages } = shop.desk.account(shop.account);
  await until(() => {
    const [ticket] = tickets.by("external_id", `aircall-call-${call}`);
    return ticket !== undefined && messages.by("ticket", ticket.id).some((note) => note.attachments?.length);
  });
  return performance.now() - began;
}

async function begin({ phone, company, lines, users }: Shop): Promise<number> {
  const { call } = await phone.place({ company, line: lines.fr, from: KNOWN });
  await phone.calls.answer(call.id, { user: users.cleo });
  await phone.calls.hangup(call.id);
  return call.id;
}

async function timeMessage(shop: Shop, body: string, media: (typeof PNG)[]): Promise<number> {
  const { phone, company, lines, desk, account } = shop;
  const began = performance.now();
  await phone.messages.receive({ company, line: lines.fr, from: KNOWN, body, media });
  await until(() =>
    desk
      .account(account)
      .messages.all()
      .some((message) => message.bodyText === body),
  );
  return performance.now() - began;
}

/** Resolves once all of them have been requested. */
async function hang(shop: Shop): Promise<void> {
  const { phone, company, lines } = shop;
  for (let n = 0; n < FILES; n += 1) {
    const media = [{ ...PNG, ...(n % 2 === 0 ? { hang: true } : { stallAt: 100 }) }];
    await phone.messages.receive({ company, line: lines.fr, from: `+3361200${1_000 + n}`, body: "hanging", media });
  }
  for (let n = 0; n < RECORDINGS; n += 1) {
    const call = await begin(shop);
    phone.controlMedia(call, { kind: "recording", hang: true });
    await phone.calls.end(call);
  }
  await sleep(2_000);
}

async function until(isDone: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isDone()) {
    if (performance.now() - began > TIMEOUT_MS) throw new Error("it is not processed");
    await sleep(2);
  }
}
