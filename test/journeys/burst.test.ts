/** L1, L2, C1: many calls at the same moment, against the limit that Gorgias has, second by second of a clock that is moved. */
import { expect, it, vi } from "vitest";
import { countStates } from "../helpers/backlog.ts";
import { openBurst, playBurst } from "../helpers/play-burst.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

/** Nobody waits for a clock here; a machine that has much else to do takes its time. */
vi.setConfig({ testTimeout: 120_000 });

const CALLS = 30;
const MOST_SECONDS = 60;
const MOST_REQUESTS = 4;

it("L1, L2, L9: thirty missed calls of unknown callers at once are written within a minute, with their cards, and without a 429", async () => {
  const shop = await openBurst(world.it, { limit: 80, windowSeconds: 40 });
  const { seconds, requests, refused } = await playBurst(world.it, shop, CALLS);
  expect(shop.tickets()).toHaveLength(CALLS);
  expect(refused).toBe(0);
  expect(requests).toBeLessThanOrEqual(CALLS * MOST_REQUESTS);
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
  expect(await countStates(world.it, shop.connectionId)).not.toHaveProperty("failed");
});
