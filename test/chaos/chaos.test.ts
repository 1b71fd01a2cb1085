/** The chaos suite in its short form: some seconds of everything, then calm, then the invariants. The long one is `npm run test:chaos`. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runChaos } from "./chaos.ts";
import { describeDeeds, shortcomings } from "./count-deeds.ts";
import { startServer, type ChaosServer } from "./database.ts";

let server: ChaosServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const FOR_MS = 4_000;
/** All that can go wrong: the plan of a short run has each of it. */
const KINDS = [
  "kill",
  "freeze",
  "renew",
  "step clock",
  "cut connections",
  "restart database",
  "weather of gorgias",
  "weather of aircall",
  "weather of deliveries",
];
const say = (line: string) => void process.stdout.write(`  ${line}\n`);

it.each([1, randomInt(2, 1_000_000)])(
  "C15, M11, L8: with seed %i, killed processes, a restarted database and failing vendors lose nothing and double nothing",
  async (seed) => {
    const options = { seed, forMs: FOR_MS, workers: 2, short: true, say, log: () => undefined };
    const { kills, lateWrites, calls, texts, deeds, violations } = await runChaos(server, options);
    say(describeDeeds(deeds));
    expect(violations).toEqual([]);
    expect(shortcomings(deeds)).toEqual([]);
    expect(Object.keys(deeds).toSorted()).toEqual(KINDS.toSorted());
    expect(Math.min(kills, lateWrites, calls, texts)).toBeGreaterThan(0);
  },
  // Far more than it takes: on a busy machine, processes are slow to start.
  180_000,
);
