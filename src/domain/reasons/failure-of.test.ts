/** Which reason an error stands for. */
import { describe, expect, it } from "vitest";
import { RequestError, type Obstacle } from "../../kit/request-error.ts";
import { failureOf } from "./failure-of.ts";
import type { Failure } from "./reason.ts";

const ABOUT = { vendor: "gorgias", request: "POST /tickets" } as const;
const error = (about: ConstructorParameters<typeof RequestError>[1]) => new RequestError("for logs", about);

describe("the reason of an error", () => {
  it.each<[string, RequestError, Failure]>([
    [
      "a rejection",
      error({ ...ABOUT, fate: "refused", status: 422, detail: "No." }),
      { code: "vendor_rejected", ...ABOUT, status: 422, detail: "No." },
    ],
    [
      "a server that failed",
      error({ ...ABOUT, fate: "unknown", status: 502 }),
      { code: "vendor_failed", ...ABOUT, status: 502, detail: null },
    ],
    ["no answer", error({ ...ABOUT, fate: "unknown" }), { code: "vendor_silent", ...ABOUT }],
    [
      "an answer of another shape",
      error({ ...ABOUT, fate: "unknown", status: 200, path: "data.0.id" }),
      { code: "vendor_unexpected", ...ABOUT, path: "data.0.id" },
    ],
    ["a 429", error({ vendor: "aircall", fate: "later", status: 429 }), { code: "vendor_limited", vendor: "aircall" }],
    ["a 401", error({ ...ABOUT, fate: "refused", status: 401 }), { code: "vendor_unauthorised", vendor: "gorgias" }],
    [
      "our own limit",
      error({ vendor: "aircall", fate: "later", noRoom: true }),
      { code: "no_capacity", vendor: "aircall" },
    ],
    [
      "one that knows of no request",
      error({ fate: "unknown" }),
      { code: "vendor_silent", vendor: "gorgias", request: null },
    ],
  ])("names %s", (_what, thrown, reason) => {
    expect(failureOf(thrown)).toEqual(reason);
  });

  const obstacles: Record<Obstacle, Failure> = {
    token_refreshing: { code: "token_refreshing" },
    oauth_not_configured: { code: "oauth_not_configured" },
    caller_busy: { code: "caller_busy" },
    customer_busy: { code: "customer_busy" },
    customer_moved: { code: "customer_moved" },
    customer_rejected: { code: "customer_rejected" },
    ticket_moving: { code: "ticket_moving" },
    answer_awaited: { code: "answer_awaited" },
    transfers_busy: { code: "transfers_busy" },
    planned_anew: { code: "planned_anew" },
  };
  it.each(Object.entries(obstacles))("names the cause: %s", (obstacle, reason) => {
    // The obstacle says more than the status.
    const thrown = error({ fate: "later", status: 401, obstacle: obstacle as Obstacle });
    expect(failureOf(thrown)).toEqual(reason);
  });

  it.each([
    [new TypeError("x is not a function"), "x is not a function"],
    ["text", "unknown"],
  ])("names an error of the service: %s", (thrown, detail) => {
    expect(failureOf(thrown)).toEqual({ code: "internal_error", detail });
  });
});
