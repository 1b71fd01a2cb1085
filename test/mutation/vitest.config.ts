/** The tests of one folder, so that a mutant costs little. `MUTATION_ROOM` names the folder: see rooms.ts. */
import { defineConfig } from "vitest/config";
import { ROOMS, type RoomName } from "./rooms.ts";

const name = (process.env["MUTATION_ROOM"] ?? "domain") as RoomName;

// Far from UTC, so that code that uses the machine's zone by mistake is found.
process.env["TZ"] = "Asia/Tokyo";

export default defineConfig({
  test: {
    include: [...ROOMS[name].tests],
    // The domain's tests use no database, so they need none of it.
    ...(name === "domain" ? {} : { globalSetup: "test/helpers/global-setup.ts" }),
    setupFiles: ["test/mutation/same-cases.ts"],
    // The machine may be busy. A change that makes a test hang is ended by the time limit of each change.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
  },
});
