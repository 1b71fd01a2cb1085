/** The chaos suite in its short form: some seconds of faults, then recovery, then the invariants. The long one is `npm run test:chaos`. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runChaos } from "./chaos.ts";
import { describeFaults, missingFaults } from "./count-faults.ts";
import { startServer, type ChaosServer } from "./database.ts";

let server: ChaosServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const FOR_MS = 4_000;
/** Every kind of fault. The plan of a short run has each of them. */
const KINDS = [
  "kill",
  "freeze",
  "renew",
  "step clock",
  "cut connections",
  "restart database",
  "faults of gorgias",
  "faults of aircall",
  "faults of deliveries",
];
const say = (line: string) => void process.stdout.write(`  ${line}\n`);

it.each([randomInt(1, 1_000_000)])(
  "C15, M11, L8: with seed %i, killed processes, a restarted database and failing vendors lose nothing and double nothing",
  async (seed) => {
    const options = { seed, forMs: FOR_MS, workers: 2, short: true, say, log: () => undefined };
    const { kills, lateWrites, calls, conversations, faults, violations } = await runChaos(server, options);
    say(describeFaults(faults));
    expect(violations).toEqual([]);
    expect(missingFaults(faults)).toEqual([]);
    expect(Object.keys(faults).toSorted()).toEqual(KINDS.toSorted());
    expect(Math.min(kills, lateWrites, calls, conversations)).toBeGreaterThan(0);
  },
  // Far more than it takes, because processes start slowly on a busy machine.
  180_000,
);
