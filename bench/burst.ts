/** Thirty missed calls of unknown callers at once, with their cards, on virtual time: until all of them are written. */
import { openBurst, playBurst } from "../test/helpers/play-burst.ts";
import { openWorld } from "../test/helpers/world.ts";

const CALLS = 30;
const SHAPES = [
  { limit: 80, windowSeconds: 40 },
  { limit: 80, windowSeconds: 20 },
];

/** Rows of the table, heading first. */
export async function measureBurst(): Promise<string[][]> {
  const world = await openWorld();
  const rows = [["limit", "requests", "refused (429)", "all written after", "goal"]];
  for (const limits of SHAPES) {
    const { requests, refused, seconds } = await playBurst(world, await openBurst(world, limits), CALLS);
    rows.push([
      `${limits.limit} in ${limits.windowSeconds} s`,
      String(requests),
      String(refused),
      `${seconds.toFixed(0)} s`,
      "≤ 60 s",
    ]);
  }
  await world.close();
  return rows;
}
