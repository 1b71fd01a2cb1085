/** The worker pools cover all work, and their retries and limits have the right unit. */
import { expect, it } from "vitest";
import { LEASE_S } from "./lease.ts";
import { POOLS, RESUMED_PRIORITY, type Pool } from "./pools.ts";

const KINDS = ["card", "call", "conversation", "message_file", "recording", "connection", "webhook"] as const;
const poolsFor = (kind: (typeof KINDS)[number], priority: number): Pool[] =>
  POOLS.filter(
    ({ kinds, mostUrgent, leastUrgent }) => kinds.includes(kind) && mostUrgent <= priority && priority <= leastUrgent,
  );

it("S3: work of every kind and priority has one pool", () => {
  for (const kind of KINDS)
    for (const priority of [0, 1, 2, 10, 32_767])
      expect([kind, priority, poolsFor(kind, priority).length]).toEqual([kind, priority, 1]);
});

it("S3: resumed work takes no place of urgent work", () => {
  for (const kind of ["call", "conversation", "recording", "message_file"] as const)
    expect(poolsFor(kind, RESUMED_PRIORITY)[0]).not.toBe(poolsFor(kind, 0)[0]);
});

it.each([
  ["card", 1, [2, 4, 8, 300]],
  ["call", 15, [2, 4, 8, 300]],
  ["conversation", 15, [2, 4, 8, 300]],
  ["message_file", 10, [10, 10, 10, 10]],
  ["recording", 60, [2, 4, 8, 300]],
  ["webhook", 1, [2, 4, 8, 300]],
  ["connection", 60, [2, 4, 8, 300]],
] as const)("a run of %s may take %d minutes, and is retried after %j s", (kind, minutes, seconds) => {
  for (const priority of [0, 1]) {
    const [pool] = poolsFor(kind, priority);
    expect(pool?.limitMs).toBe(minutes * 60_000);
    expect(pool?.limitMs).toBeGreaterThan(LEASE_S * 1_000);
    expect([1, 2, 3, 40].map((attempts) => (pool?.retryMs(attempts) ?? 0) / 1_000)).toEqual(seconds);
  }
});
