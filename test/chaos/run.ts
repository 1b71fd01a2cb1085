/** `node test/chaos/run.ts [--minutes 10] [--seed N] [--workers 3] [--timeout 1000] [--log file]`: the long chaos suite. See chaos.ts. */
import { randomInt } from "node:crypto";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { describeFaults, missingFaults } from "./count-faults.ts";
import { startServer } from "./database.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    workers: { type: "string", default: "3" },
    timeout: { type: "string", default: "1000" },
    log: { type: "string" },
    short: { type: "boolean", default: false },
  },
});
/** A run of at least so many minutes must have so many kills. */
const LONG_MINUTES = 10;
const LEAST_KILLS = 200;
const say = (line: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const file = values.log === undefined ? null : createWriteStream(values.log);
const log = (line: string) => void file?.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);
const seed = Number(values.seed);
const minutes = Number(values.minutes);
const stop = new AbortController();
// The first Ctrl-C ends the faults and checks the invariants. After the second, every child process ends by itself,
// because this process holds its standard input.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));

const server = await startServer();
try {
  const { kills, timeouts, lateWrites, calls, conversations, faults, violations } = await runChaos(server, {
    seed,
    forMs: minutes * 60_000,
    workers: Number(values.workers),
    timeoutMs: Number(values.timeout),
    short: values.short,
    say,
    log,
    signal: stop.signal,
  });
  for (const violation of violations) say(`VIOLATED with seed ${seed}: ${violation}`);
  say(`seed ${seed}: ${describeFaults(faults)}`);
  say(
    `seed ${seed}: ${kills} kills, ${timeouts} timeouts (${lateWrites} of writes), ${calls} calls, ${conversations} conversations, ${violations.length} violations`,
  );
  const tooFew = stop.signal.aborted ? [] : [...missingFaults(faults), ...fewKills(kills)];
  for (const what of tooFew) say(`TOO FEW FAULTS with seed ${seed}: ${what}`);
  process.exitCode = violations.length + tooFew.length > 0 ? 1 : 0;
} catch (error) {
  say(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
} finally {
  await server.close();
  file?.end();
}

/** A long run with few kills proves little. */
function fewKills(kills: number): string[] {
  return minutes >= LONG_MINUTES && kills < LEAST_KILLS
    ? [`in ${minutes} minutes there were ${kills} kills, fewer than ${LEAST_KILLS}`]
    : [];
}
