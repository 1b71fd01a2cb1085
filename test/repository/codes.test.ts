/** Codes travel between code, database and browser. No sentence is parsed, and each code is produced by a test. */
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { CONNECTION_REASONS } from "../../src/domain/reasons/connection-reason.ts";
import { DELIVERY_OUTCOME_CODES } from "../../src/domain/reasons/delivery-outcome.ts";
import { FILE_REASON_CODES } from "../../src/domain/reasons/file-reason.ts";
import { REASON_CODES } from "../../src/domain/reasons/reason.ts";

const ROOT = join(import.meta.dirname, "../..");

type Source = [path: string, text: string];

async function sourcesIn(...folders: string[]): Promise<Source[]> {
  const lists = await Promise.all(folders.map((folder) => readdir(join(ROOT, folder), { recursive: true })));
  const paths = lists.flatMap((names, i) => names.map((name) => posix.join(folders[i] ?? "", name)));
  const wanted = paths.filter((path) => /\.tsx?$/.test(path) && !/\/(?:dist|node_modules)\//.test(path));
  return Promise.all(wanted.map(async (path): Promise<Source> => [path, await readFile(join(ROOT, path), "utf8")]));
}

/** What reads a meaning out of words. Keys of writes are still read within `src/domain` and `src/sync`. */
const PARSING: [RegExp, string][] = [
  [/\b(?:reason|outcome|why)\??\.(?:startsWith|endsWith|includes|match|matchAll|split)\(/, "a sentence is parsed"],
  [/\/[gimsuy]*\.(?:test|exec)\((?:\w+\.)*(?:reason|outcome|why)\b/, "a sentence is parsed"],
  [/\b(?:reason|outcome)\s+(?:not\s+)?(?:i?like|~\*?)\s/, "a sentence is parsed in SQL"],
  [/starts_with\((?:\w+\.)?(?:reason|outcome|key),/, "a sentence or a key is parsed in SQL"],
  [/\bkey\s+(?:not\s+)?i?like\b|split_part\(key/, "a key is parsed in SQL"],
];
/** Where keys of writes are not read: there are columns and fields. */
const WITHOUT_KEYS = /^(?:console|src\/(?:http|storage|cli|connections))\//;
const KEY_PARSING = /\b(?:write\.)?key\.(?:startsWith|split|slice|match|replace)\(/;

function breachesOf([path, text]: Source): string[] {
  return text.split("\n").flatMap((line, i) => {
    const found = PARSING.filter(([pattern]) => pattern.test(line)).map(([, what]) => what);
    if (WITHOUT_KEYS.test(path) && KEY_PARSING.test(line)) found.push("a key is parsed");
    return found.map((what) => `${path}:${i + 1}: ${what}`);
  });
}

describe("codes", () => {
  it("are what is read: no sentence is parsed, nor the key of a write outside of the engine", async () => {
    const sources = (await sourcesIn("src", "console")).filter(([path]) => !path.endsWith(".test.ts"));
    expect(sources.flatMap(breachesOf)).toEqual([]);
  });

  it("are produced by a test, each of them", async () => {
    const tests = (await sourcesIn("src", "test")).filter(
      ([path]) => /\.test\.ts$|-contract\.ts$/.test(path) && !path.startsWith("test/repository/"),
    );
    // The migration only reads old sentences. It creates none.
    const produced = tests.filter(([path]) => !path.endsWith("codes-migration.test.ts"));
    const text = produced.map(([, text]) => text).join("\n");
    const all = [...REASON_CODES, ...DELIVERY_OUTCOME_CODES, ...FILE_REASON_CODES];
    expect(all.filter((code) => !new RegExp(`\\b(?:code|why): "${code}"`).test(text))).toEqual([]);
    expect(CONNECTION_REASONS.filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});

describe("the check of codes", () => {
  it.each([
    ["src/sync/a.ts", `if (record.reason.startsWith("gorgias")) return;`],
    ["console/a.tsx", `const is = /^nobody can sign/.test(reason);`],
    ["src/storage/a.ts", `where outcome not like 'waiting%'`],
    ["src/storage/a.ts", `and reason ilike 'gorgias%'`],
    ["src/storage/a.ts", `starts_with(key, 'message:')`],
    ["src/storage/a.ts", `split_part(key, ':', 1)`],
    ["console/a.ts", `const [kind] = key.split(":");`],
  ])("finds what is parsed in %s: %s", (path, text) => {
    expect(breachesOf([path, text])).toEqual([expect.stringContaining(`${path}:1`)]);
  });

  it.each([
    ["src/sync/a.ts", `if (record.reason?.code === "erased") return;`],
    ["src/domain/a.ts", `const noted = key.startsWith("note:");`],
    ["src/storage/a.ts", `where outcome in ('not_written_yet')`],
  ])("finds nothing in %s: %s", (path, text) => {
    expect(breachesOf([path, text])).toEqual([]);
  });
});
