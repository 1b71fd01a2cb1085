/** C18, I2: what a person runs again. */
import { expect, it } from "vitest";
import { BY_OPERATOR } from "../domain/connection/audit.ts";
import { replay, type ReplayDeps } from "./replay.ts";

const NOW = 1_800_000_000_000;

function outside() {
  const done: unknown[] = [];
  const deps = {
    clock: () => NOW,
    connections: { withAccount: async (account: string) => (account === "acme" ? { id: "one" } : null) },
    writes: { forgetRefused: async (...asked: unknown[]) => void done.push(["forget", ...asked]) },
    scheduler: { markDue: async ([work]: { connectionId: string; id?: string }[]) => void done.push(["due", work]) },
  } as unknown as ReplayDeps;
  return { deps, done };
}

it.each(["call:1", "text:+33612345678"])("C18: %s forgets what Gorgias rejected, then is due", async (activityId) => {
  const { deps, done } = outside();
  expect(await replay(deps, "acme", activityId, "ada@acme.example")).toBe(true);
  expect(done).toEqual([
    ["forget", "one", activityId, { by: "ada@acme.example", now: NOW }],
    ["due", expect.objectContaining({ connectionId: "one" })],
  ]);
});

it("I2: an insight card is not shown again", async () => {
  const { deps, done } = outside();
  expect(await replay(deps, "acme", "card:1")).toBe(true);
  expect(done).toEqual([["forget", "one", "card:1", { by: BY_OPERATOR, now: NOW }]]);
});

it("S3: an account that is not connected has nothing to run again", async () => {
  const { deps, done } = outside();
  expect([await replay(deps, "other", "call:1"), done]).toEqual([false, []]);
});
