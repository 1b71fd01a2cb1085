import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// What tests and the processes they start have compiled once, they need not compile again.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

/** Half of the time is theirs. They begin first, so that none of them is left alone at the end. */
const SLOWEST = [
  "journeys/crash-postgres",
  "journeys/crash-pglite",
  "journeys/convergence",
  "journeys/usage-console",
  "console/pages",
  "console/access",
  "journeys/outage-drill",
  "chaos/chaos",
  "console/deeds",
  "journeys/text-convergence",
  "contracts/admin-activity",
  "journeys/drain",
  "journeys/budget",
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = SLOWEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return rank < 0 ? SLOWEST.length : rank;
    };
    return [...files].sort((a, b) => rankOf(a) - rankOf(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/**
 * Three kinds of test, told apart by where they stand: beside the source (no I/O), `contracts`
 * (every implementation of a port) and `journeys` (the real service between both little vendors).
 */
export default defineConfig({
  test: {
    include: ["{src,sandbox,test}/**/*.test.ts"],
    globalSetup: "test/helpers/global-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // As long as a page has for what is waited for in it: a busy machine is slower than the usual second.
    expect: { poll: { timeout: 10_000 } },
    pool: "forks",
    // One more than the smallest machine has processors: a third of the time is waiting for browsers, sockets and deaths.
    maxWorkers: 3,
    // A process serves one file after another: nothing is mocked, so what is loaded and warm for one is for the next (a tenth of the time).
    isolate: false,
    sequence: { sequencer: SlowestFirst },
  },
});
