/** What the words of a search may mean, and where a page goes on. */
import { describe, expect, it } from "vitest";
import type { CallFilter, ListedCall } from "../domain/ports/admin.ts";
import { readCursor, readSearch, showActivity } from "./show-activity.ts";

describe("a search", () => {
  it.each([
    ["+33 6 12 34 56 78", "33612345678"],
    ["06 12 34 56 78", "612345678"],
    ["06.12.34.56.78", "612345678"],
    ["+33 (0)6 12 34 56 78", "33612345678"],
    ["0033612345678", "33612345678"],
    ["(202) 555-0147", "2025550147"],
    ["5678", "5678"],
  ])("takes %j for the number that ends with %s", (query, lastDigits) => {
    expect(readSearch(query)?.lastDigits).toBe(lastDigits);
  });

  it.each(["12", "Ada", "Studio 2000", "00", "a612345678"])("takes %j for no number", (query) => {
    expect(readSearch(query)?.lastDigits).toBeNull();
  });

  it.each([
    ["812", "812", 812],
    ["#812", "812", 812],
    ["call:3000000001", "3000000001", 3_000_000_001],
    ["9999999999999999999", "9999999999999999999", null],
    ["Ada", "Ada", null],
  ])("looks for %j among calls and tickets", (query, callId, ticketId) => {
    expect(readSearch(query)).toMatchObject({ callId, ticketId });
  });

  it("is none where there are no words", () => {
    expect(readSearch("")).toBeNull();
    expect(readSearch(" \0 ")).toBeNull();
  });
});

describe("a page of the activity", () => {
  const calls = Array.from({ length: 51 }, (_, i) => {
    const callId = String(100 - i);
    return { callId, place: { changedAt: "2026-03-02T09:00:00.000000Z", callId } } as ListedCall;
  });
  const list = (found: ListedCall[], asked: CallFilter[] = []) => ({
    activity: {
      list: async (_connectionId: string, filter: CallFilter) => {
        asked.push(filter);
        return found;
      },
    },
  });

  it("has fifty calls, and a cursor to the place after the last", async () => {
    const shown = await showActivity(list(calls), "c", {});
    if (shown.kind !== "page") throw new Error(shown.kind);
    expect(shown.calls).toHaveLength(50);
    const asked: CallFilter[] = [];
    await showActivity(list([], asked), "c", { cursor: shown.nextCursor ?? "" });
    expect(asked[0]?.after).toEqual(calls[49]?.place);
  });

  it("has no cursor when it is the last", async () => {
    expect(await showActivity(list(calls.slice(1)), "c", {})).toMatchObject({ kind: "page", nextCursor: null });
  });

  it("is empty for what is not followed yet", async () => {
    const shown = await showActivity(list(calls), "c", { kind: "card" });
    expect(shown).toEqual({ kind: "page", calls: [], nextCursor: null });
  });

  it.each([
    "",
    "x",
    "%00",
    encoded("{}"),
    encoded("null"),
    encoded('["2026-03-02T09:00:00.000000Z"]'),
    encoded('["2026-99-02T09:00:00.000000Z","1"]'),
    encoded(String.raw`["2026-03-02T09:00:00.000000Z","\u0000"]`),
    encoded('["now","1"]'),
  ])("does not follow the cursor %j", async (cursor) => {
    expect(readCursor(cursor)).toBeNull();
    expect(await showActivity(list(calls), "c", { cursor })).toEqual({ kind: "bad cursor" });
  });
});

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}
