/** The planted bugs fit the source as it is. `npm run simulate:bugs` tells which of them the simulation notices. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";

const ROOT = join(import.meta.dirname, "../..");

it("plants each bug at one place, and at least 40 of them", async () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(40);
  for (const { file, from, to } of PLANTED_BUGS) {
    const places = (await readFile(join(ROOT, file), "utf8")).split(from).length - 1;
    expect(places, `${file}: ${from}`).toBe(1);
    expect(to).not.toBe(from);
  }
});
