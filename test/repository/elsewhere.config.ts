/** The tests that depend on time only. `time-zones.test.ts` runs them again in a distant time zone. */
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
