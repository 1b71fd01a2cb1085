/** C1: for how long what a conversation knows of its customer is valid. */
import { expect, it } from "vitest";
import type { Write } from "../../domain/ticket/write.ts";
import { cacheGenerationOf } from "./conversation-run.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-03-02T09:00:00Z");

const write = (key: string, agoMs: number, generation = 0): Write => ({
  generation,
  key,
  state: "done",
  intent: null,
  outcome: {},
  requests: 0,
  intendedAt: NOW - agoMs,
});

it.each<[string, number, Write[]]>([
  ["is the first one at the beginning", 0, []],
  ["stays for an hour after known data was found wrong", 0, [write("forgotten", HOUR_MS)]],
  ["ends an hour after that", 1, [write("forgotten", HOUR_MS + 1)]],
  ["ends once for each time", 2, [write("forgotten", 9 * HOUR_MS), write("forgotten:users", 2 * HOUR_MS, 1)]],
  ["is not ended by any other write", 0, [write("learn:customer", 9 * HOUR_MS)]],
])("C1: a cache generation %s", (_what, generation, writes) => {
  expect(cacheGenerationOf(writes, NOW)).toBe(generation);
});
