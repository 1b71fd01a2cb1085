/** How a failed run is deferred. */
import { describe, expect, it } from "vitest";
import { RequestError } from "../kit/request-error.ts";
import { afterFailure, priorityOf, NOT_HELD, waitedMs, blankRecord } from "./activity-record.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const fail = (error: unknown, attempts = 0) =>
  afterFailure({ ...blankRecord("call:1"), attempts }, error, "ended call", NOW);
const unknown = new RequestError("the server failed", { fate: "unknown", status: 503 });

describe("after a failure", () => {
  it.each([
    [0, 1],
    [1, 2],
    [5, 32],
    [9, 512],
    [10, 600],
    [5_000, 600],
  ])("that is the next one after %i, it is tried again %i s later", (attempts, seconds) => {
    expect(fail(unknown, attempts)).toMatchObject({
      wakeAt: NOW + seconds * 1000,
      attempts: attempts + 1,
      state: "pending",
    });
  });

  it("L4: of a 429, it waits as long as the vendor says, and that counts as no failure", () => {
    const error = new RequestError("too many requests", { fate: "later", status: 429, retryAfterMs: 7_000 });
    expect(fail(error, 3)).toMatchObject({ wakeAt: NOW + 7_000, attempts: 3, state: "pending" });
  });

  it("L3: for lack of capacity, it is resumed as soon as there is some", () => {
    const error = new RequestError("used up", { fate: "later", retryAfterMs: 30_000, noRoom: true });
    expect(fail(error)).toMatchObject({ wakeAt: NOW, attempts: 0, deferredSince: NOW, deferredPriority: "ended call" });
  });

  it("C18: that is a rejection, it is failed, and retried after a minute, doubling to an hour", () => {
    const error = new RequestError("refused (400)", { fate: "refused", status: 400, detail: "Bad." });
    expect(fail(error)).toMatchObject({
      wakeAt: NOW + 60_000,
      state: "failed",
      reason: { code: "vendor_rejected", vendor: "gorgias", status: 400, request: null, detail: "Bad." },
    });
    const waits = [0, 1, 5, 6, 500].map((attempts) => (fail(error, attempts).wakeAt ?? 0) - NOW);
    expect(waits).toEqual([60_000, 120_000, 1_920_000, 3_600_000, 3_600_000]);
  });

  it("that is of the credential, it is failed until an admin acts, and retried every ten minutes", () => {
    const error = new RequestError("refused (401)", { fate: "refused", status: 401 });
    expect(fail(error)).toMatchObject({
      wakeAt: NOW + 600_000,
      state: "failed",
      reason: { code: "vendor_unauthorised", vendor: "gorgias" },
    });
  });
  it("stores since when it waits, and its present priority", () => {
    const first = afterFailure(blankRecord("call:1"), unknown, "live call", NOW);
    const second = afterFailure(first, unknown, "catch-up", NOW + 5_000);
    expect([second.deferredSince, second.deferredPriority]).toEqual([NOW, "catch-up"]);
    expect([waitedMs(second, NOW + 5_000), waitedMs(second, NOW - 1), waitedMs(null, NOW)]).toEqual([5_000, 0, 0]);
    expect(waitedMs({ ...second, ...NOT_HELD }, NOW)).toBe(0);
  });

  it("of an odd kind, it says so and is tried again", () => {
    expect(fail("thrown")).toMatchObject({
      state: "pending",
      reason: { code: "internal_error", detail: "unknown" },
      wakeAt: NOW + 1_000,
    });
  });
});

it.each([
  [0, "ended call"],
  [15 * 60_000, "ended call"],
  [15 * 60_000 + 1, "catch-up"],
] as const)("L3, L8: a call that ended %i ms ago has the priority %s", (ago, priority) => {
  expect(priorityOf("ended call", NOW - ago, NOW)).toBe(priority);
});
