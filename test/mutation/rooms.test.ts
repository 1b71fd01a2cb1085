/** The mutation check of a folder runs tests that exist. */
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOMS } from "./rooms.ts";

const ROOT = join(import.meta.dirname, "../..");

it.each(Object.entries(ROOMS))("each pattern of %s names a file", async (_name, { source, tests }) => {
  const empty: string[] = [];
  for (const pattern of [...source, ...tests]) {
    const first = await glob(pattern, { cwd: ROOT })[Symbol.asyncIterator]().next();
    if (first.done) empty.push(pattern);
  }
  expect(empty).toEqual([]);
});
