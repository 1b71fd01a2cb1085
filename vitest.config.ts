import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Tests and the processes that they start share compiled code.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

/** These files take half of the time. They begin first, so that none of them runs alone at the end. */
const SLOWEST = [
  "journeys/crash-postgres",
  "journeys/crash-pglite",
  "journeys/convergence",
  "journeys/usage-console",
  "console/pages",
  "console/access",
  "journeys/outage-drill",
  "chaos/chaos",
  "simulation/simulation",
  "console/actions",
  "journeys/message-convergence",
  "contracts/admin-activity",
  "journeys/drain",
  "journeys/rate-limit",
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
 * Three kinds of test, by their folder: beside the source (no I/O), `contracts`
 * (every implementation of a port) and `journeys` (the real service between both simulators).
 */
export default defineConfig({
  test: {
    include: ["{src,sandbox,test}/**/*.test.ts"],
    globalSetup: "test/helpers/global-setup.ts",
    // A busy machine takes five times as long as a quiet one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The same timeout as for a page, because a busy machine needs more than the default second.
    expect: { poll: { timeout: 10_000 } },
    pool: "forks",
    // One more than the smallest machine has processors, because a third of the time is waiting for browsers, sockets and processes.
    maxWorkers: 3,
    // One process runs one file after another, which saves a tenth of the time. Nothing is mocked, so files do not affect each other.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
  },
});
