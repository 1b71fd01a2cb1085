/**
 * `npm run test:mutation [-- --room storage --sample 100 --seed 1]`: changes the code of a folder in one place at a time
 * and tells which changes the folder's tests do not notice. With `--sample`, only in so many places, chosen by chance.
 * `--room statements` changes what PostgreSQL is asked instead.
 */
import { glob, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { z } from "zod";
import { seeded, type Seeded } from "../chaos/seeded.ts";
import { ROOMS, STATEMENTS, UNCHANGED, type RoomName } from "./rooms.ts";
import { mutateStatements, type Mutated } from "./statements/mutate-statements.ts";

const { values } = parseArgs({
  options: {
    room: { type: "string", default: "domain" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: "1" },
  },
});

/** A statement is rarely longer. */
const LINES = 3;

/** Places as Stryker names them: `src/a.ts:10-12`. Every line of the folder has the same chance. */
async function choosePlaces(source: readonly string[], count: number, random: Seeded): Promise<string[]> {
  const lengths: { file: string; lines: number }[] = [];
  const left = UNCHANGED.map((pattern) => pattern.slice(1));
  const files: string[] = [];
  for await (const file of glob([...source], { exclude: left })) files.push(file);
  for (const file of files.toSorted()) lengths.push({ file, lines: (await readFile(file, "utf8")).split("\n").length });
  const total = lengths.reduce((sum, { lines }) => sum + lines, 0);
  const places = new Set<string>();
  while (places.size < count) {
    let line = random.int(1, total);
    const at = lengths.find(({ lines }) => (line -= lines) <= 0);
    if (!at) break;
    const from = Math.max(1, at.lines + line);
    places.add(`${at.file}:${from}-${Math.min(at.lines, from + LINES - 1)}`);
  }
  return [...places];
}

async function mutateRoom(room: RoomName): Promise<Mutated> {
  const { source } = ROOMS[room];
  process.env["MUTATION_ROOM"] = room;
  const mutate =
    values.sample === undefined
      ? [...source, ...UNCHANGED]
      : await choosePlaces(source, Number(values.sample), seeded(Number(values.seed)));
  const results = await new Stryker({
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    mutate,
    ignorePatterns: ["bench", "data", "deploy", "test/output", "console/dist"],
    tsconfigFile: "none, Stryker cannot read it with TypeScript 7",
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    concurrency: Number(values.concurrency),
    timeoutMS: 5_000,
    // The journeys of a folder, one after another, on a busy machine.
    dryRunTimeoutMinutes: 30,
    reporters: ["clear-text"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  }).runMutationTest();
  const tried = results.filter(({ status }) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status));
  const noticed = tried.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  return { noticed, tried: tried.length };
}

const room = z.enum([...(Object.keys(ROOMS) as [RoomName]), STATEMENTS.name]).parse(values.room);
const { noticed, tried } =
  room === STATEMENTS.name
    ? await mutateStatements({ sample: Number(values.sample ?? Infinity), seed: Number(values.seed), file: "storage" })
    : await mutateRoom(room);
const { least } = room === STATEMENTS.name ? STATEMENTS : ROOMS[room];
const share = (100 * noticed) / Math.max(1, tried);
process.stdout.write(`${room}: ${noticed} of ${tried} changes noticed, ${share.toFixed(1)} % of at least ${least} %\n`);
process.exitCode = share >= least ? 0 : 1;
