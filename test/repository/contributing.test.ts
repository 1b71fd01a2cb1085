/** Every path and every name in CONTRIBUTING's table of one thing to add exists. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = ["src", "test", "console", "sandbox"];

interface Row {
  adds: string;
  named: string[];
}

/** Rows of the table under the heading, each with its words in code marks. */
function rowsIn(page: string): Row[] {
  const part = /\n## Adding one thing\n([\s\S]*?)\n## /.exec(page)?.[1] ?? "";
  const rows = part
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2);
  return rows.map((row) => {
    const [, adds = "", touch = ""] = row.split("|").map((cell) => cell.trim());
    return { adds, named: [...touch.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name) };
  });
}

const isPath = (name: string): boolean => name.includes("/") || name.includes(".") || name === "migrations";

async function allCode(): Promise<string> {
  const texts = await Promise.all(
    FOLDERS.map(async (folder) => {
      const names = (await readdir(join(ROOT, folder), { recursive: true })).filter((name) => /\.tsx?$/.test(name));
      return Promise.all(names.map((name) => readFile(join(ROOT, folder, name), "utf8")));
    }),
  );
  return texts.flat().join("\n");
}

const declares = (name: string) => new RegExp(`\\b(const|type|interface|function|class) ${name}\\b`);
const rows = rowsIn(await readFile(join(ROOT, "CONTRIBUTING.md"), "utf8"));
const code = await allCode();

describe("adding one thing", () => {
  it.each(rows)("$adds: every path and name is there", ({ named }) => {
    expect(named.length).toBeGreaterThan(0);
    const missing = named.filter((name) => (isPath(name) ? !existsSync(join(ROOT, name)) : !declares(name).test(code)));
    expect(missing).toEqual([]);
  });

  it("is said of what the structure promises", () => {
    const filesFor = (adds: string) => rows.find((row) => row.adds === adds)?.named.filter(isPath).length ?? Infinity;
    expect(filesFor("a line in a note")).toBeLessThanOrEqual(5);
    expect(filesFor("a setting")).toBeLessThanOrEqual(7);
    expect(filesFor("a webhook event of Aircall")).toBeLessThanOrEqual(9);
    expect(filesFor("a webhook event of ours")).toBeLessThanOrEqual(9);
  });

  it("names the file in which each name is declared", async () => {
    const page = await readFile(join(ROOT, "CONTRIBUTING.md"), "utf8");
    const places = [...page.matchAll(/`([A-Za-z_]+)` in `([a-z/-]+\.ts)`/g)];
    expect(places.length).toBeGreaterThan(3);
    const wrong = [];
    for (const [, name = "", file = ""] of places) {
      const isThere = declares(name).test(await readFile(join(ROOT, file), "utf8"));
      if (!isThere) wrong.push(`${name} is not declared in ${file}`);
    }
    expect(wrong).toEqual([]);
  });
});
