/** Parsing of searches, and the cursors of pages. */
import { describe, expect, it } from "vitest";
import type { ItemFilter, ListedItem } from "../domain/ports/admin.ts";
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
    ["\u202a+33\u00a06\u00a012 34 56 78\u202c", "33612345678"],
    ["+33 06 12 34 56 78", "33612345678"],
    ["+52 1 55 1234 5678", "525512345678"],
    ["+33 6 12", "33612"],
    ["٠٦ ١٢ ٣٤ ٥٦ ٧٨", "612345678"],
  ])("takes %j for the number that ends with %s", (query, lastDigits) => {
    expect(readSearch(query)?.lastDigits).toBe(lastDigits);
  });

  it.each(["12", "Ada", "Studio 2000", "00", "a612345678"])("takes %j for no number", (query) => {
    expect(readSearch(query)?.lastDigits).toBeNull();
  });

  it.each([
    ["812", "call:812", 812],
    ["#812", "call:812", 812],
    ["call:3000000001", "call:3000000001", 3_000_000_001],
    ["9999999999999999999", "call:9999999999999999999", null],
    ["Ada", "call:Ada", null],
    ["text:+33612345678", "text:+33612345678", null],
    ["text:anonymous", "text:anonymous", null],
  ])("looks for %j among calls, conversations and tickets", (query, activityId, ticketId) => {
    expect(readSearch(query)).toMatchObject({ activityId, ticketId });
  });

  it("is none where there are no words", () => {
    expect(readSearch("")).toBeNull();
    expect(readSearch(" \0 ")).toBeNull();
  });
});

describe("a page of the activity", () => {
  const calls = Array.from({ length: 51 }, (_, i) => {
    const activityId = `call:${100 - i}`;
    return { activityId, place: { changedAt: "2026-03-02T09:00:00.000000Z", activityId } } as ListedItem;
  });
  const list = (found: ListedItem[], asked: ItemFilter[] = []) => ({
    activity: {
      list: async (_connectionId: string, filter: ItemFilter) => {
        asked.push(filter);
        return found;
      },
    },
  });

  it("has fifty calls, and a cursor to the place after the last", async () => {
    const shown = await showActivity(list(calls), "c", {});
    if (shown.kind !== "page") throw new Error(shown.kind);
    expect(shown.items).toHaveLength(50);
    const asked: ItemFilter[] = [];
    await showActivity(list([], asked), "c", { cursor: shown.nextCursor ?? "" });
    expect(asked[0]?.after).toEqual(calls[49]?.place);
  });

  it("has no cursor when it is the last", async () => {
    expect(await showActivity(list(calls.slice(1)), "c", {})).toMatchObject({ kind: "page", nextCursor: null });
  });

  it("asks for the kind that is wanted, and for every kind where none is", async () => {
    const asked: ItemFilter[] = [];
    for (const kind of ["card", "conversation", undefined] as const)
      await showActivity(list(calls, asked), "c", { kind });
    expect(asked.map(({ kind }) => kind)).toEqual(["card", "conversation", null]);
  });

  it.each([
    "",
    "x",
    "%00",
    encoded("{}"),
    encoded("null"),
    encoded('["2026-03-02T09:00:00.000000Z"]'),
    encoded('["2026-99-02T09:00:00.000000Z","call:1"]'),
    encoded(String.raw`["2026-03-02T09:00:00.000000Z","\u0000"]`),
    encoded('["now","call:1"]'),
  ])("does not follow the cursor %j", async (cursor) => {
    expect(readCursor(cursor)).toBeNull();
    expect(await showActivity(list(calls), "c", { cursor })).toEqual({ kind: "bad cursor" });
  });
});

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}
