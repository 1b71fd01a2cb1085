/** A vendor's time without a zone is UTC on any server. The unit tests run in a second time zone as well. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
const CONFIG = join(import.meta.dirname, "elsewhere.config.ts");
/** Nine hours ahead of UTC, all year. */
const ZONE = "Asia/Tokyo";

// It runs thousands of tests.
vi.setConfig({ testTimeout: 240_000 });

it(`M8: the unit tests hold in ${ZONE} as they do here`, async () => {
  // Variables of this vitest run must not reach the other one.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|TEST$|NODE_OPTIONS$)/.test(name));
  const env = { ...Object.fromEntries(inherited), TZ: ZONE, NO_COLOR: "1" };
  const run = promisify(execFile)(process.execPath, [VITEST, "run", "--config", CONFIG, "--reporter", "dot"], { env });
  const { failed, stdout } = await run.then(
    ({ stdout }) => ({ failed: "", stdout }),
    (error: Error & { stdout?: string; stderr?: string }) => ({
      failed: error.stderr || error.message,
      stdout: error.stdout ?? "",
    }),
  );
  expect(failed, stdout).toBe("");
  expect(stdout).toMatch(/Tests\s+\d{3,} passed/);
});
