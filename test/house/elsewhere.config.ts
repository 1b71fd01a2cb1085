/** The tests that need nothing but time: run once more by `time-zones.test.ts`, far from the zone of the machine. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["src/{kit,domain,outbound,aircall,gorgias}/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
  },
});
