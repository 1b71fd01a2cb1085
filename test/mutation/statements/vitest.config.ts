/** The tests that run the service's statements on PostgreSQL. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/contracts/{stores-on-postgres,tenancy,erase,retention,rotate-keys,reports,expiry}.test.ts",
      "test/contracts/{admin-activity,admin-stores,admin-waiting,metrics-queries,request-distribution}.test.ts",
      "test/contracts/{activity-api,inbox-race,page-limits,one-key-per-subscriber}.test.ts",
    ],
    globalSetup: "test/helpers/global-setup.ts",
    setupFiles: ["test/mutation/statements/watch-statements.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 1,
    isolate: false,
  },
});
