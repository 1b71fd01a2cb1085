/**
 * `npm run simulate -- --days 365 --seed 7 | --minutes 10 | --replay <file>`: simulates the whole service, and tells
 * what it found. With `--minutes`, many seeds of two days each, as many at once as there are processors.
 */
import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Matrix } from "./conditions.ts";
import { DATABASES, openDatabases } from "./databases.ts";
import { readHistory, type History } from "./history.ts";
import { makeHistory } from "./make-history.ts";
import { play, type PlayOptions } from "./play.ts";
import type { Result } from "./run-once.ts";
import { shrink } from "./shrink.ts";
import { addMatrix, sayFaults, sayMatrix, sayTotal, type Total } from "./summary.ts";
import { tellHistory } from "./tell-history.ts";

const { values } = parseArgs({
  options: {
    days: { type: "string" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    minutes: { type: "string" },
    replay: { type: "string" },
    /** How many of the usual faults: 0 is none, 2 twice as many. */
    faults: { type: "string", default: "1" },
    calls: { type: "string", default: "30" },
    messages: { type: "string", default: "40" },
    companies: { type: "string" },
    database: { type: "string", default: "postgres" },
    matrix: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

const say = (line: string) => void process.stdout.write(`${line}\n`);
const DAYS_OF_A_SEED = 2;
const MOST_RERUNS = 60;
/** `--matrix` names all. */
const MOST_NAMED = 5;

const databases = openDatabases(z.enum(DATABASES).parse(values.database));
const total: Total = { days: 0, calls: 0, messages: 0, requests: 0, seconds: 0 };
const faults = new Map<string, number>();
const matrix: Matrix = new Map();
let broken = 0;

function historyOf(seed: number, days: number): History {
  const { calls, messages, faults: intensity } = values;
  const companies = values.companies === undefined ? undefined : Number(values.companies);
  const load = { calls: Number(calls), messages: Number(messages), intensity: Number(intensity) };
  return makeHistory({ seed, days, companies, ...load });
}

/** Each simulation has a database of its own. */
const playThere = (history: History, options?: PlayOptions): Promise<Result> =>
  databases.withDatabase((databaseUrl) => play(history, { ...options, databaseUrl }));

async function playOne(history: History): Promise<void> {
  const began = performance.now();
  const result = await playThere(history, {
    onProgress({ day, calls, messages }) {
      if (history.days > DAYS_OF_A_SEED && (day % 7 === 0 || day === history.days))
        say(`day ${day} of ${history.days}: ${calls} calls, ${messages} messages, ${secondsSince(began)} s`);
    },
  });
  add(history, result);
  const outcome = `${result.violations.length} violations, trace ${result.digest.slice(0, 16)}`;
  say(`seed ${history.seed}: ${result.calls} calls, ${result.messages} messages, ${secondsSince(began)} s, ${outcome}`);
  if (result.violations.length === 0) return;
  broken += 1;
  for (const violation of result.violations) say(`VIOLATED with seed ${history.seed}: ${violation}`);
  if (!values.keep) await minimise(history);
}

async function minimise(history: History): Promise<void> {
  say("Looking for the smallest history that still breaks it.");
  const breaks = async (candidate: History) => (await playThere(candidate)).violations.length > 0;
  const smallest = await shrink(history, { breaks, mostRuns: MOST_RERUNS, say });
  for (const line of tellHistory(smallest)) say(line);
  const file = `simulation-${history.seed}.json`;
  await writeFile(file, `${JSON.stringify(smallest, null, 1)}\n`);
  say(`Play it again: npm run simulate -- --replay ${file}`);
}

function add(history: History, result: Result): void {
  total.days += history.days;
  for (const key of ["calls", "messages", "requests"] as const) total[key] += result[key];
  for (const [kind, count] of result.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
  addMatrix(matrix, new Map(result.matrix.map(([step, counts]) => [step, new Map(counts)])));
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1_000);
}

/** Seeds from the first on, until the time is over. */
async function playSeeds(first: number, minutes: number): Promise<void> {
  const until = performance.now() + minutes * 60_000;
  let seed = first;
  const playOn = async () => {
    while (performance.now() < until) {
      const own = seed;
      seed += 1;
      await playOne(historyOf(own, DAYS_OF_A_SEED));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, playOn));
}

const began = performance.now();
const first = Number(values.seed);
try {
  if (values.replay !== undefined) await playOne(await readHistory(values.replay));
  else if (values.minutes === undefined) await playOne(historyOf(first, Number(values.days ?? DAYS_OF_A_SEED)));
  else await playSeeds(first, Number(values.minutes));
} finally {
  await databases.close();
}
total.seconds = (performance.now() - began) / 1_000;
say(sayTotal(total));
say(`Faults: ${sayFaults(faults)}`);
const { lines, uncovered } = sayMatrix(matrix);
if (values.matrix) for (const line of lines) say(line);
say(
  `${uncovered.length} cells of fault and step were not covered, such as ${uncovered.slice(0, MOST_NAMED).join("; ")}`,
);
if (values.matrix) for (const cell of uncovered) say(`not covered: ${cell}`);
process.exitCode = broken > 0 ? 1 : 0;
