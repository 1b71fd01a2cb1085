/** The chaos suite in its short form: some seconds of everything, then calm, then the invariants. The long one is `npm run test:chaos`. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runChaos } from "./chaos.ts";
import { startServer, type ChaosServer } from "./database.ts";

let server: ChaosServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const FOR_MS = 4_000;
const say = (line: string) => void process.stdout.write(`  ${line}\n`);

it.each([1, randomInt(2, 1_000_000)])(
  "C15, M11, L8: with seed %i, killed processes, a restarted database and failing vendors lose nothing and double nothing",
  async (seed) => {
    const options = { seed, forMs: FOR_MS, workers: 2, short: true, say, log: () => undefined };
    const { kills, calls, texts, violations } = await runChaos(server, options);
    expect(violations).toEqual([]);
    expect(Math.min(kills, calls, texts)).toBeGreaterThan(0);
  },
  // Far more than it takes: on a busy machine, processes are slow to start.
  180_000,
);
