/** `node test/chaos/run.ts [--minutes 10] [--seed N] [--workers 3] [--patience 1000] [--log file]`: the chaos suite, long. See chaos.ts. */
import { randomInt } from "node:crypto";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { describeDeeds, shortcomings } from "./count-deeds.ts";
import { startServer } from "./database.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    workers: { type: "string", default: "3" },
    patience: { type: "string", default: "1000" },
    log: { type: "string" },
    short: { type: "boolean", default: false },
  },
});
/** What is asked of a run of so many minutes or more. */
const LONG_MINUTES = 10;
const LEAST_KILLS = 200;
const say = (line: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const file = values.log === undefined ? null : createWriteStream(values.log);
const log = (line: string) => void file?.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);
const seed = Number(values.seed);
const minutes = Number(values.minutes);
const stop = new AbortController();
// The first Ctrl-C ends the chaos and judges what there is. After the second everything that was started ends by itself:
// it lives as long as its standard input, which is ours.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));

const server = await startServer();
try {
  const { kills, timeouts, lateWrites, calls, texts, deeds, violations } = await runChaos(server, {
    seed,
    forMs: minutes * 60_000,
    workers: Number(values.workers),
    patienceMs: Number(values.patience),
    short: values.short,
    say,
    log,
    signal: stop.signal,
  });
  for (const violation of violations) say(`VIOLATED with seed ${seed}: ${violation}`);
  say(`seed ${seed}: ${describeDeeds(deeds)}`);
  say(
    `seed ${seed}: ${kills} kills, ${timeouts} timeouts (${lateWrites} of writes), ${calls} calls, ${texts} conversations, ${violations.length} violations`,
  );
  const tooCalm = stop.signal.aborted ? [] : [...shortcomings(deeds), ...fewKills(kills)];
  for (const what of tooCalm) say(`NOT CHAOS with seed ${seed}: ${what}`);
  process.exitCode = violations.length + tooCalm.length > 0 ? 1 : 0;
} catch (error) {
  say(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
} finally {
  await server.close();
  file?.end();
}

/** A long run in which few died has shown little. */
function fewKills(kills: number): string[] {
  return minutes >= LONG_MINUTES && kills < LEAST_KILLS
    ? [`in ${minutes} minutes there were ${kills} kills; at least ${LEAST_KILLS} were wanted`]
    : [];
}
