/**
 * `npm run test:bugs [-- --room storage --only 3,17]`: plants each bug into a copy of the service, runs the tests that
 * should notice it, and tells which bugs they missed.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ALL_BUGS } from "./all-bugs.ts";
import { copyService } from "./copy-of-service.ts";

const { values } = parseArgs({ options: { room: { type: "string" }, only: { type: "string" } } });

const ROOT = join(import.meta.dirname, "../..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** Tests that take longer have noticed the bug: they hang. */
const TIMEOUT_MS = 5 * 60_000;
const run = promisify(execFile);
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function isNoticed(folder: string, tests: readonly string[]): Promise<boolean> {
  const passed = run(process.execPath, [VITEST, "run", "--bail", "1", ...tests], { cwd: folder, timeout: TIMEOUT_MS });
  return passed.then(
    () => false,
    () => true,
  );
}

const wanted = values.only?.split(",").map(Number);
const rooms = Object.entries(ALL_BUGS).filter(([room]) => values.room === undefined || values.room === room);
const copy = await copyService();
let [tried, noticed] = [0, 0];
try {
  for (const [room, groups] of rooms) {
    let number = 0;
    for (const { kind, tests, bugs } of groups) {
      for (const bug of bugs) {
        number += 1;
        if (wanted && !wanted.includes(number)) continue;
        const restore = await copy.plant(bug);
        const isFound = await isNoticed(copy.folder, tests);
        await restore();
        tried += 1;
        if (isFound) noticed += 1;
        say(`${room} ${number}, ${kind}: ${isFound ? "noticed" : "MISSED"} ${bug.file}: ${bug.to}`);
      }
    }
  }
} finally {
  await copy.remove();
}
say(`${noticed} of ${tried} noticed.`);
process.exitCode = noticed === tried ? 0 : 1;
