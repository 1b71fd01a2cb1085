/** The domain's own tests alone: no database, so that a mutant costs milliseconds. */
import { defineConfig } from "vitest/config";

// Far from UTC, so that code that uses the machine's zone by mistake is found.
process.env["TZ"] = "Asia/Tokyo";

export default defineConfig({
  test: {
    include: ["src/domain/**/*.test.ts", "src/rate-limit/**/*.test.ts"],
    setupFiles: ["test/mutation/same-cases.ts"],
    testTimeout: 20_000,
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
  },
});
