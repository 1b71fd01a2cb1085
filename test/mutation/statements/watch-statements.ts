/**
 * Runs in the process of each test file. Notes which test makes which statement of the service, or makes one changed
 * statement instead of the service's own.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect } from "vitest";

const folder = process.env["STATEMENTS_FOLDER"] ?? "";
const changeFile = join(folder, "change.json");
const change = existsSync(changeFile)
  ? (JSON.parse(readFileSync(changeFile, "utf8")) as { text: string; changed: string })
  : null;

/** Without a name: what a file does before its tests. */
let test = { file: expect.getState().testPath ?? "", name: "" };
const noted = new Set<string>();

beforeEach(({ task }) => {
  test = { file: task.file.filepath, name: task.fullTestName };
});
afterEach(() => {
  test = { ...test, name: "" };
});

type Query = (this: unknown, config: unknown, ...rest: unknown[]) => unknown;
interface Asked {
  query: Query;
  original?: Query;
}

// A pool asks later, from another stack.
for (const asked of [pg.Client.prototype, pg.Pool.prototype] as unknown as Asked[]) {
  const query = (asked.original ??= asked.query);
  asked.query = function (config, ...rest) {
    if (typeof config !== "object" || config === null || !("text" in config)) return query.call(this, config, ...rest);
    const { text } = config as { text: string };
    if (change) return query.call(this, text === change.text ? { ...config, text: change.changed } : config, ...rest);
    note(text);
    return query.call(this, config, ...rest);
  };
}

function note(text: string): void {
  const at = callerOf(new Error().stack ?? "");
  const key = `${test.name} ${text}`;
  if (at === null || noted.has(key)) return;
  noted.add(key);
  appendFileSync(join(folder, "seen.jsonl"), `${JSON.stringify({ ...test, text, at })}\n`);
}

/** The file of `src` that made the statement. Null for a statement of a test. */
function callerOf(stack: string): string | null {
  const files = stack.split("\n").flatMap((line) => /\/((?:src|test)\/[\w./-]+\.ts):\d/.exec(line)?.[1] ?? []);
  const caller = files.find((file) => !/watch-statements|src\/storage\/db\/|\/kit\//.test(file));
  return caller?.startsWith("src/") ? caller : null;
}
