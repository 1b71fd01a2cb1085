/** The rules of the house that concern the console. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const CONSOLE = join(import.meta.dirname, "../../console");
const ALLOWED = /\/src\/http\/api\/schemas\.ts$/;

async function readSources(): Promise<[string, string][]> {
  const names = await readdir(CONSOLE, { recursive: true });
  const files = names.filter((name) => /\.tsx?$/.test(name) && !name.startsWith("dist"));
  return Promise.all(files.map(async (file) => [file, await readFile(join(CONSOLE, file), "utf8")]));
}

const sources = await readSources();

describe("the console", () => {
  it("imports nothing of the service but types of the admin API's schemas", () => {
    const imports = sources.flatMap(([file, text]) =>
      [...text.matchAll(/^import (type )?[^;]*?from "([^"]+)"/gm)].map(([, type, from = ""]) => ({ file, type, from })),
    );
    const outside = imports.filter(({ from }) => from.startsWith(".") && from.includes("/src/"));
    expect(outside.length).toBeGreaterThan(10);
    // The schemas themselves would bring their whole library into the browser.
    expect(outside.filter(({ from, type }) => !ALLOWED.test(from) || type === undefined)).toEqual([]);
    expect(imports.filter(({ from }) => /^node:|\/(?:sandbox|test)\//.test(from))).toEqual([]);
  });

  it("holds its texts in the catalogues alone", () => {
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
