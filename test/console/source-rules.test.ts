/** Rules for the sources of the console. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const CONSOLE = join(ROOT, "console");
const TYPES = /\/src\/http\/api\/schemas\.ts$/;
/** Sentences that the API answers as well. They import nothing but each other and types. */
const SENTENCES = [
  ...["say-reason", "words-en", "words-fr", "words"].map((name) => `src/domain/reasons/${name}.ts`),
  ...["settings-translations", "settings-en", "settings-fr"].map((name) => `src/domain/translations/${name}.ts`),
];

async function readSources(): Promise<[string, string][]> {
  const names = await readdir(CONSOLE, { recursive: true });
  const files = names.filter((name) => /\.tsx?$/.test(name) && !name.startsWith("dist"));
  return Promise.all(files.map(async (file) => [file, await readFile(join(CONSOLE, file), "utf8")]));
}

const sources = await readSources();

describe("the console", () => {
  const importsOf = (files: readonly [string, string][]) =>
    files.flatMap(([file, text]) =>
      [...text.matchAll(/^import (type )?[^;]*?from "([^"]+)"/gm)].map(([, type, from = ""]) => ({ file, type, from })),
    );

  it("imports nothing of the service but types of the admin API's schemas, and the sentences of reasons", () => {
    const imports = importsOf(sources);
    const outside = imports.filter(({ from }) => from.startsWith(".") && from.includes("/src/"));
    expect(outside.length).toBeGreaterThan(10);
    // The schemas themselves would bring their whole library into the browser.
    const isAllowed = ({ from, type }: { from: string; type: string | undefined }) =>
      SENTENCES.some((file) => from.endsWith(`/${file}`)) || (TYPES.test(from) && type !== undefined);
    expect(outside.filter((one) => !isAllowed(one))).toEqual([]);
    expect(imports.filter(({ from }) => /^node:|\/(?:sandbox|test)\//.test(from))).toEqual([]);
  });

  it("brings no library of the service into the browser by these sentences", async () => {
    const files = await Promise.all(
      SENTENCES.map(async (file): Promise<[string, string]> => [file, await readFile(join(ROOT, file), "utf8")]),
    );
    const atRunTime = importsOf(files).filter(({ type }) => type === undefined);
    expect(atRunTime.length).toBeGreaterThan(3);
    const reached = atRunTime.map(({ file, from }) => relative(ROOT, join(ROOT, dirname(file), from)));
    expect(reached.filter((file) => !SENTENCES.includes(file))).toEqual([]);
  });

  it("has its texts in the translations alone", () => {
    const texts = sources
      .filter(([file]) => file.endsWith(".tsx"))
      .flatMap(([file, text]) => [
        ...[...text.matchAll(/^\s*[A-Z][a-z]+(?: [a-z]+)+[.!?…]?$/gm)].map(([found]) => `${file}: ${found.trim()}`),
        ...[...text.matchAll(/<[^<>=]+>\s*[A-Za-z]{2}[^<>{}=()]*<\//g)].map(([found]) => `${file}: ${found}`),
        ...[...text.matchAll(/ (?:label|title|placeholder|aria-label|alt)="[^"]+"/g)].map(
          ([found]) => `${file}:${found}`,
        ),
      ]);
    expect(texts).toEqual([]);
  });
});
