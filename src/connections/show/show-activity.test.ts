/** Pages of the activity and their cursors. */
import { describe, expect, it } from "vitest";
import type { ItemFilter, ListedItem } from "../../domain/ports/admin.ts";
import { readCursor, showActivity } from "./show-activity.ts";

describe("a page of the activity", () => {
  const calls = Array.from({ length: 51 }, (_, i) => {
    const activityId = `call:${100 - i}`;
    return { activityId, place: { happenedAt: "2026-03-02T09:00:00.000000Z", activityId } } as unknown as ListedItem;
  });
  const list = (found: ListedItem[], asked: ItemFilter[] = []) => ({
    lines: { list: async () => [] },
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
