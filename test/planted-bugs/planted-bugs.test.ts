/** Planted bugs fit the source as it is. `npm run test:bugs` tells which of them the tests notice. */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SIMULATION_BUGS } from "../simulation/simulation-bugs.ts";
import { ALL_BUGS } from "./all-bugs.ts";
import type { PlantedBug } from "./planted-bug.ts";

const ROOT = join(import.meta.dirname, "../..");
const groups = Object.values(ALL_BUGS).flat();

async function expectToFit(bugs: readonly PlantedBug[]): Promise<void> {
  for (const { file, from, to } of bugs) {
    const places = (await readFile(join(ROOT, file), "utf8")).split(from).length - 1;
    expect(places, `${file}: ${from}`).toBe(1);
    expect(to).not.toBe(from);
  }
}

it("plants each bug for the simulation at one place, and at least 40 of them", async () => {
  expect(SIMULATION_BUGS.length).toBeGreaterThanOrEqual(40);
  await expectToFit(SIMULATION_BUGS);
});

it("plants each bug outside the domain at one place, with tests that exist", async () => {
  await expectToFit(groups.flatMap(({ bugs }) => bugs));
  for (const test of groups.flatMap(({ tests }) => tests)) await access(join(ROOT, test));
});
