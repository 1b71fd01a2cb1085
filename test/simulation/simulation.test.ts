/** The simulation in its short form: some seeds, and the same seed twice. The long one is `npm run simulate`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabases } from "./databases.ts";
import { readHistory, type History } from "./history.ts";
import { makeHistory } from "./make-history.ts";
import { play } from "./play.ts";
import { calmHistory, shortHistory } from "./short-history.ts";
import { shrink } from "./shrink.ts";
import { tellHistory } from "./tell-history.ts";

/** Each was shrunk by `npm run simulate`. */
const HISTORIES = join(import.meta.dirname, "histories");

const databases = openDatabases("postgres");
afterAll(() => databases.close());
const playThere = (history: History) => databases.withDatabase((databaseUrl) => play(history, { databaseUrl }));

/** Far more than it takes: on a busy machine, a process is slow. */
const TIMEOUT_MS = 240_000;

describe("simulation", () => {
  it(
    "C15, L8, M11: the same seed gives the same requests at the same times, and breaks no invariant",
    async () => {
      const [one, other] = await Promise.all([playThere(shortHistory(5)), playThere(shortHistory(5))]);
      expect(one.violations).toEqual([]);
      expect(other).toEqual(one);
      expect(one.requests).toBeGreaterThan(50);
    },
    TIMEOUT_MS,
  );
});

describe("a day without faults", () => {
  it(
    "I1, L2, L3, L9: everything is written at once, also in a rush, and no request is wasted",
    async () => {
      const { violations, messages } = await playThere(calmHistory(5));
      expect(violations).toEqual([]);
      expect(messages).toBeGreaterThan(20);
    },
    TIMEOUT_MS,
  );
});

describe("a history that once broke an invariant", () => {
  it.each(readdirSync(HISTORIES))(
    "%s breaks none any more",
    async (file) => {
      const { violations } = await playThere(await readHistory(join(HISTORIES, file)));
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe("makeHistory", () => {
  it("makes the same history of the same seed, and another of another", () => {
    expect(shortHistory(3)).toEqual(shortHistory(3));
    expect(shortHistory(3)).not.toEqual(shortHistory(4));
  });

  it("keeps the stories where there are no faults", () => {
    const quiet = makeHistory({ seed: 3, days: 2, intensity: 0 });
    expect(quiet.stories).toEqual(makeHistory({ seed: 3, days: 2 }).stories);
    expect(quiet.faults.length).toBeLessThan(10);
  });
});

describe("shrink", () => {
  it("leaves what breaks the invariant, and tells it", async () => {
    const history = makeHistory({ seed: 3, days: 3 });
    const crash = history.faults.find(({ kind }) => kind === "crash");
    const [, story] = history.stories;
    if (!crash || !story) throw new Error("the history has no crash");
    const breaks = async ({ faults, stories }: typeof history) => faults.includes(crash) && stories.includes(story);
    const smallest = await shrink(history, { breaks, mostRuns: 500, say: () => undefined });
    expect(smallest.faults).toEqual([crash]);
    expect(smallest.stories).toEqual([story]);
    expect(tellHistory(smallest).join("\n")).toMatch(/begins at company[^]*will crash/);
  });
});
