/** What follows from parts that were rejected before. */
import { describe, expect, it } from "vitest";
import { write } from "../../../test/fixtures/plan-facts.ts";
import type { LeftOut } from "./left-out.ts";
import {
  isLeftOut,
  leftOutKey,
  leftOutOutcome,
  leftOutSoFar,
  NOTHING_LEFT_OUT,
  type RejectedPart,
} from "./rejected-parts.ts";

const DAY_MS = 24 * 60 * 60_000;
const entry: LeftOut = { part: "tag", value: "VIP", code: "rejected", vendor: "gorgias", status: 400, detail: null };
const field = (name: string, message: string | null = null): RejectedPart => ({
  kind: "field",
  of: "message",
  field: name,
  part: "field",
  message,
});
const PARTS: RejectedPart[] = [
  { kind: "author", userId: 7 },
  { kind: "author", userId: null },
  { kind: "assignee", userId: 8 },
  { kind: "tag", name: "VIP" },
  { kind: "file", url: "https://x/y", name: "y" },
  { ...field("subject"), kind: "field", of: "ticket", part: "subject", message: null, field: "subject" },
  field("via"),
  field("body_html", "m1"),
];
const rows = PARTS.map((part) => write(leftOutKey(part), null, leftOutOutcome(part, entry)));
const at = rows[0]?.intendedAt ?? 0;

describe("what is not asked for again", () => {
  it("C18: is what was left out, each kind by its own name", () => {
    expect(leftOutSoFar(rows, at)).toEqual({
      authors: new Set([7]),
      assignees: new Set([8]),
      tags: new Set(["VIP"]),
      files: new Set(["https://x/y"]),
      without: { ticket: new Set(["subject"]), message: new Set(["via", "body_html@m1", "sender"]) },
    });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(PARTS.length);
    for (const part of PARTS) expect(isLeftOut(rows, part, at)).toBe(true);
  });

  it("C18: is asked for again after a day, and after a replay", () => {
    expect(leftOutSoFar(rows, at + DAY_MS - 1).tags.size).toBe(1);
    expect(leftOutSoFar(rows, at + DAY_MS)).toEqual(NOTHING_LEFT_OUT);
    const replayed = rows.map((row) => ({ ...row, outcome: { ...(row.outcome as object), leftOut: undefined } }));
    expect(leftOutSoFar(replayed, at)).toEqual(NOTHING_LEFT_OUT);
    for (const part of PARTS) {
      expect(isLeftOut(rows, part, at + DAY_MS)).toBe(false);
      expect(isLeftOut(replayed, part, at)).toBe(false);
    }
  });
});
