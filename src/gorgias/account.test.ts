/** How an account's API is asked: with which permit, and what its headers say of the rate limit. */
import { describe, expect, it } from "vitest";
import type { Feedback } from "../rate-limit/port.ts";
import { openAccount } from "./account.ts";

const NOW = 1_760_000_000_000;

/** Asks once. Returns the permit that was asked for, and what was learned of the answer. */
async function ask(answer: Response, more: { waitedMs?: number } = {}) {
  const permits: unknown[] = [];
  const learned: Feedback[] = [];
  const deps = {
    gorgiasUrl: "https://{account}.example.com",
    clock: () => NOW,
    fetch: async () => answer,
    rateLimiter: {
      acquire: async (_id: string, _vendor: string, permit: unknown) => void permits.push(permit),
      report: async (_id: string, _vendor: string, feedback: Feedback) => void learned.push(feedback),
    },
  };
  const identity = { connectionId: "c1", account: "acme", authorization: "Basic eDp5", priority: "catch-up", ...more };
  const account = openAccount(deps, identity);
  await account.call({ method: "GET", path: "/users/0", what: "own user" }).catch(() => undefined);
  return { permits, learned, used: account.used() };
}

const limited = (header: string | null, status = 200, retryAfter?: string) =>
  new Response("{}", {
    status,
    headers: {
      ...(header === null ? {} : { "x-gorgias-account-api-call-limit": header }),
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
    },
  });

describe("an account", () => {
  it.each([
    ["18/80", 200, undefined, { used: 18, limit: 80 }],
    ["18/80", 400, "7", { used: 18, limit: 80 }],
    [null, 200, "7", {}],
    ["18/80 requests", 200, undefined, {}],
    ["about 18/80", 200, undefined, {}],
    ["18/-80", 200, undefined, {}],
    ["1234567890/80", 200, undefined, {}],
    ["80/80", 429, "7", { used: 80, limit: 80, blockedForMs: 7_000 }],
    [null, 429, undefined, { blockedForMs: 10_000 }],
    [null, 429, "soon", { blockedForMs: 10_000 }],
  ])("L1: says of its limit with %j, status %i and Retry-After %s", async (header, status, retryAfter, feedback) => {
    expect((await ask(limited(header, status, retryAfter))).learned).toEqual([feedback]);
  });

  it("L3: asks for a permit of its work's priority, with the time that the work has waited", async () => {
    const waited = await ask(limited(null), { waitedMs: 90_000 });
    expect(waited).toMatchObject({ permits: [{ priority: "catch-up", waitedMs: 90_000, begun: false }], used: 1 });
    expect((await ask(limited(null))).permits).toMatchObject([{ waitedMs: 0 }]);
  });
});
