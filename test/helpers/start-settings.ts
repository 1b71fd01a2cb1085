/** The memory settings that the first line of `src/main.ts` gives a process: flags of V8 and variables of the allocator. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface StartSettings {
  flags: readonly string[];
  variables: Readonly<Record<string, string>>;
}

export function startSettings(): StartSettings {
  const [line = ""] = readFileSync(join(import.meta.dirname, "../../src/main.ts"), "utf8").split("\n", 1);
  const [, before = "", after = ""] = /^#!\/usr\/bin\/env -S (.*)\bnode (.*)$/.exec(line) ?? [];
  const variables = before
    .trim()
    .split(" ")
    .map((one) => one.split("=", 2) as [string, string]);
  return { flags: after.split(" "), variables: Object.fromEntries(variables) };
}
