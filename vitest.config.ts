import { defineConfig } from "vitest/config";

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
    pool: "forks",
    maxWorkers: 2,
  },
});
