/** `node test/chaos/run.ts [--minutes 10] [--seed N] [--workers 3] [--log file]`: the chaos suite, long. See chaos.ts. */
import { randomInt } from "node:crypto";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { startServer } from "./database.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    workers: { type: "string", default: "3" },
    log: { type: "string" },
    short: { type: "boolean", default: false },
  },
});
const say = (line: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const file = values.log === undefined ? null : createWriteStream(values.log);
const log = (line: string) => void file?.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);
const seed = Number(values.seed);
const stop = new AbortController();
// The first Ctrl-C ends the chaos and judges what there is. After the second everything that was started ends by itself:
// it lives as long as its standard input, which is ours.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));

const server = await startServer();
try {
  const { kills, calls, texts, violations } = await runChaos(server, {
    seed,
    forMs: Number(values.minutes) * 60_000,
    workers: Number(values.workers),
    short: values.short,
    say,
    log,
    signal: stop.signal,
  });
  for (const violation of violations) say(`VIOLATED with seed ${seed}: ${violation}`);
  say(`seed ${seed}: ${kills} kills, ${calls} calls, ${texts} conversations, ${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
} catch (error) {
  say(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
} finally {
  await server.close();
  file?.end();
}
