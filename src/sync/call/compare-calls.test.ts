/** A comparison with Aircall's list that breaks off in the middle of a page, and its continuation. */
import { describe, expect, it } from "vitest";
import { event } from "../../../test/fixtures/call-events.ts";
import { RequestError } from "../../kit/request-error.ts";
import { compareCalls, type CompareDeps } from "./compare-calls.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
const LISTED_MS = 180 * 86_400_000;
const PAGE = 3;
const START = NOW / 1000 - 3_600;

/** Nine calls that never arrived, one a minute. */
function phoneSystem() {
  const stored: string[] = [];
  const asked: number[] = [];
  const failing = { put: Number.POSITIVE_INFINITY, page: Number.POSITIVE_INFINITY };
  const all = Array.from({ length: 9 }, (_, n) => ({
    callId: String(n + 1),
    lineId: "7",
    startedAt: START + n * 60,
    done: true,
    bodyAs: () => String(n + 1),
  }));
  const deps = {
    clock: () => NOW,
    callsListedMs: LISTED_MS,
    activities: {
      open: async (_id: string, activityId: string) => ({
        deliveries: stored.filter((ref) => activityId === `call:${ref}`).map((body) => ({ body })),
        record: { trimmed: stored.includes(activityId.slice("call:".length)) },
        selectedLines: new Map([["7", 0]]),
        countsSince: new Map(),
      }),
    },
    inbox: {
      async put({ body }: { body: string }) {
        failing.put -= 1;
        if (failing.put < 0) throw new Error("the database is down");
        stored.push(body);
      },
    },
    reader: {
      readCall: (body: string) => ({ ok: true, value: event("call.ended", 60, { callId: body, done: true }) }),
    },
    phones: async () => ({
      async *calls({ from }: { from: number }) {
        asked.push(from);
        const left = all.filter(({ startedAt }) => startedAt >= from);
        for (let n = 0; n < left.length; n += PAGE) {
          failing.page -= 1;
          if (failing.page < 0) throw new RequestError("aircall: 503", { fate: "later", status: 503 });
          yield left.slice(n, n + PAGE);
        }
      },
    }),
  } as unknown as CompareDeps;
  let from = START;
  const compare = () =>
    compareCalls(deps, "one", { from, to: NOW / 1000 }, async (startedAt) => {
      from = startedAt;
    });
  return { stored, asked, failing, deps, compare, from: () => from };
}

describe("a comparison with Aircall's list", () => {
  it.each([
    ["the database at the first call of a page", { put: 3 }, START + 2 * 60],
    ["the database in the middle of a page", { put: 4 }, START + 2 * 60],
    ["the database at the last call of a page", { put: 5 }, START + 2 * 60],
    ["Aircall at the third page", { page: 2 }, START + 5 * 60],
  ])(
    "L8: that is broken off by %s goes on where it was complete, and leaves no call out",
    async (_what, more, from) => {
      const phone = phoneSystem();
      Object.assign(phone.failing, more);
      await expect(phone.compare()).rejects.toThrow(/is down|503/);
      expect(phone.from()).toBe(from);
      Object.assign(phone.failing, { put: Number.POSITIVE_INFINITY, page: Number.POSITIVE_INFINITY });
      await phone.compare();
      expect(phone.asked).toEqual([START, from]);
      expect(phone.stored.map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    },
  );

  it("L8: asks for nothing that is older than the list", async () => {
    const { deps, asked } = phoneSystem();
    const earliest = (NOW - LISTED_MS) / 1000;
    for (const from of [earliest - 1, earliest + 1]) await compareCalls(deps, "one", { from, to: NOW / 1000 });
    expect(asked).toEqual([earliest, earliest + 1]);
  });
});
