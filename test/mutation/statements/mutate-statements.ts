/**
 * Changes one statement of the service in one place at a time, as PostgreSQL gets it, and tells which changes no test
 * notices. Stryker sees a statement only as a text, so it cannot change what it means.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVitest, type TestRunResult, type Vitest } from "vitest/node";
import { seeded } from "../../chaos/seeded.ts";
import { changesOf, type Change } from "./changes.ts";

export interface MutateOptions {
  /** How many changes, chosen by chance. All of them take hours. */
  sample: number;
  seed: number;
  /** Only statements of files whose path contains this. */
  file: string;
}

export interface Mutated {
  noticed: number;
  tried: number;
}

/** A statement that a test made. Without a name it was made before the tests of the file. */
interface Seen {
  file: string;
  name: string;
  text: string;
  at: string;
}

/** Of a statement that more tests make, such as one of their set-up, this many tests are run. */
const MOST_TESTS = 60;

const say = (line: string) => void process.stdout.write(`${line}\n`);

export async function mutateStatements({ sample, seed, file }: MutateOptions): Promise<Mutated> {
  const folder = await mkdtemp(join(tmpdir(), "statements-"));
  process.env["STATEMENTS_FOLDER"] = folder;
  const vitest = await createVitest("test", {
    config: join(import.meta.dirname, "vitest.config.ts"),
    root: join(import.meta.dirname, "../../.."),
    watch: false,
    bail: 1,
    reporters: [{}],
  });
  try {
    const byText = Map.groupBy(
      (await seeStatements(vitest, folder)).filter(({ at }) => at.includes(file)),
      ({ text }) => text,
    );
    const chosen = chooseFrom([...byText.keys()].toSorted().flatMap(changesOf), { sample, seed });
    let noticed = 0;
    for (const change of chosen) {
      await writeFile(join(folder, "change.json"), JSON.stringify(change));
      const seen = byText.get(change.text) ?? [];
      const isNoticed = (await isNoticedByTests(vitest, seen)) || (await isNoticedBefore(vitest, seen));
      if (isNoticed) noticed += 1;
      say(`${isNoticed ? "noticed" : "UNNOTICED"} ${seen[0]?.at}: ${change.label}`);
    }
    return { noticed, tried: chosen.length };
  } finally {
    await vitest.close();
    await rm(folder, { recursive: true });
  }
}

/** Runs all tests once, without a change. */
async function seeStatements(vitest: Vitest, folder: string): Promise<Seen[]> {
  const failed = failuresOf(await vitest.runTestSpecifications(await vitest.globTestSpecifications()));
  if (failed.length > 0) throw new Error(`These tests fail without any change: ${failed.join("; ")}`);
  const lines = (await readFile(join(folder, "seen.jsonl"), "utf8")).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Seen);
}

function chooseFrom(all: Change[], { sample, seed }: { sample: number; seed: number }): Change[] {
  const random = seeded(seed);
  const chosen: Change[] = [];
  while (chosen.length < sample && all.length > 0) chosen.push(...all.splice(random.int(0, all.length - 1), 1));
  return chosen;
}

function isNoticedByTests(vitest: Vitest, seen: readonly Seen[]): Promise<boolean> {
  const tests = seen.filter(({ name }) => name !== "");
  const step = Math.max(1, tests.length / MOST_TESTS);
  const chosen = tests.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const names = chosen.map(({ name }) => `^${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
  return fails(vitest, new Set(chosen.map(({ file }) => file)), new RegExp(names.join("|")));
}

/** All tests of the files that make the statement before their tests. */
function isNoticedBefore(vitest: Vitest, seen: readonly Seen[]): Promise<boolean> {
  const before = seen.filter(({ name }) => name === "");
  return fails(vitest, new Set(before.map(({ file }) => file)), /(?:)/);
}

async function fails(vitest: Vitest, files: ReadonlySet<string>, names: RegExp): Promise<boolean> {
  if (files.size === 0) return false;
  vitest.setGlobalTestNamePattern(names);
  const all = await vitest.globTestSpecifications();
  return failuresOf(await vitest.runTestSpecifications(all.filter(({ moduleId }) => files.has(moduleId)))).length > 0;
}

function failuresOf({ testModules, unhandledErrors }: TestRunResult): string[] {
  const failed = testModules.filter((module) => !module.ok());
  return [
    ...unhandledErrors.map(String),
    ...failed.flatMap((module) => module.errors().map(({ message }) => message)),
    ...failed.flatMap((module) => [...module.children.allTests("failed")].map((test) => test.fullName)),
  ];
}
