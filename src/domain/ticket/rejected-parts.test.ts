/** What follows from parts that were rejected before. */
import { describe, expect, it } from "vitest";
import { write } from "../../../test/fixtures/plan-facts.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { LeftOut } from "./left-out.ts";
import {
  isLeftOut,
  leftOutKey,
  leftOutOutcome,
  leftOutSoFar,
  NOTHING_LEFT_OUT,
  PartsRejected,
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

  it("C18: is kept with what the activity lists of it", () => {
    const part: RejectedPart = { kind: "tag", name: "VIP" };
    expect(leftOutOutcome(part, entry)).toEqual({ leftOut: [entry], rejected: part });
  });

  it("C18: is asked for again after a day, and after a replay", () => {
    expect(leftOutSoFar(rows, at + DAY_MS - 1).tags.size).toBe(1);
    expect(leftOutSoFar(rows, at + DAY_MS)).toEqual(NOTHING_LEFT_OUT);
    const replayed = rows.map((row) => ({ ...row, outcome: { ...(row.outcome as object), leftOut: undefined } }));
    expect(leftOutSoFar(replayed, at)).toEqual(NOTHING_LEFT_OUT);
    for (const part of PARTS) {
      expect(isLeftOut(rows, part, at + DAY_MS - 1)).toBe(true);
      expect(isLeftOut(rows, part, at + DAY_MS)).toBe(false);
      expect(isLeftOut(replayed, part, at)).toBe(false);
    }
  });

  it("C18: is that one part alone, and not another of its kind", () => {
    const [first] = rows;
    expect(first && PARTS.filter((part) => isLeftOut([first], part, at))).toEqual([{ kind: "author", userId: 7 }]);
    expect(isLeftOut(rows, { kind: "tag", name: "Refund" }, at)).toBe(false);
    expect(isLeftOut(rows, field("body_html", "m2"), at)).toBe(false);
    expect(isLeftOut([], { kind: "tag", name: "VIP" }, at)).toBe(false);
  });

  it("C18: is the sender only where Gorgias rejects the customer as author", () => {
    const [agent] = rows;
    expect(agent && leftOutSoFar([agent], at).without.message).toEqual(new Set());
  });

  it("C18: is nothing where a row lists nothing, or names no part", () => {
    const part: RejectedPart = { kind: "tag", name: "VIP" };
    for (const outcome of [null, { leftOut: [], rejected: part }, { leftOut: [entry] }, { rejected: part }]) {
      const row = write(leftOutKey(part), null, outcome);
      expect(leftOutSoFar([row], at)).toEqual(NOTHING_LEFT_OUT);
      expect(isLeftOut([row], part, at)).toBe(false);
    }
  });

  it("C18: is no field where a customer or a message as such was rejected", () => {
    const required: RejectedPart[] = [{ kind: "customer" }, { kind: "message", message: "m1" }];
    const kept = required.map((part) => write(leftOutKey(part), null, leftOutOutcome(part, entry)));
    expect(leftOutSoFar(kept, at)).toEqual(NOTHING_LEFT_OUT);
  });
});

it.each<[RejectedPart, string]>([
  [{ kind: "customer" }, "left-out:customer"],
  [{ kind: "message", message: "m1" }, "left-out:message:m1"],
  [{ kind: "author", userId: 7 }, "left-out:author:7"],
  [{ kind: "author", userId: null }, "left-out:author:null"],
  [{ kind: "assignee", userId: 7 }, "left-out:assignee:7"],
  [{ kind: "tag", name: "VIP" }, "left-out:tag:VIP"],
  [{ kind: "file", url: "https://x/y", name: "y" }, "left-out:file:https://x/y"],
  [field("via"), "left-out:field:message:via"],
  [field("body_html", "m1"), "left-out:field:message:body_html@m1"],
])("C18: the rows of all versions name the part %j as %s", (part, key) => {
  expect(leftOutKey(part)).toBe(key);
});

describe("a rejection that names parts", () => {
  it("C18: tells what Gorgias answered, and that nothing was done", () => {
    const about = { vendor: "gorgias", request: "POST /tickets", detail: "bad tag", body: { error: {} } } as const;
    const error = new RequestError("rejected", { ...about, fate: "later", status: 400 });
    const named = new PartsRejected(error, [{ kind: "tag", name: "VIP" }]);
    expect(named).toMatchObject({ ...about, message: "rejected", fate: "refused", status: 400, cause: error });
    expect(named.parts).toEqual([{ kind: "tag", name: "VIP" }]);
  });

  it("C18: has no status where the error has none", () => {
    expect(new PartsRejected(new RequestError("rejected", { fate: "refused" }), []).status).toBeNull();
  });
});
