/** The ids of what deliveries are about, made and parsed. */
import { describe, expect, it } from "vitest";
import {
  activityFacts,
  activityIdOf,
  callActivityId,
  cardActivityId,
  columnsOf,
  conversationActivityId,
  idOf,
  isActivityId,
  kindOf,
  lineFacts,
  rankOf,
  workOf,
} from "./work-item.ts";

describe("an activity id", () => {
  it.each(["3123456789", "n-1", "anonymous"])("names the call %s and gives its id back", (id) => {
    expect(callActivityId(id)).toBe(`call:${id}`);
    expect([kindOf(callActivityId(id)), idOf(callActivityId(id))]).toEqual(["call", id]);
  });

  it.each(["+33612345678", "*31#600", "3635", "anonymous", "group-41f0"])(
    "names the conversation %s and gives its key back",
    (key) => {
      expect(conversationActivityId(key)).toBe(`text:${key}`);
      expect([kindOf(conversationActivityId(key)), idOf(conversationActivityId(key))]).toEqual(["conversation", key]);
    },
  );

  it("names a call's card and returns the call's id", () => {
    expect(cardActivityId("3123456789")).toBe("card:3123456789");
    expect([kindOf("card:3123456789"), idOf("card:3123456789")]).toEqual(["card", "3123456789"]);
    expect([kindOf("call:card:"), idOf("call:card:")]).toEqual(["call", "card:"]);
  });

  it("distinguishes a call, its card and a conversation with the same id", () => {
    expect(new Set([callActivityId("3635"), cardActivityId("3635"), conversationActivityId("3635")]).size).toBe(3);
  });

  it.each([
    callActivityId("1"),
    callActivityId("n-1"),
    cardActivityId("1"),
    conversationActivityId("*31#600"),
    conversationActivityId(`+${"9".repeat(99)}`),
  ])("is known by its form: %s", (activityId) => {
    expect(isActivityId(activityId)).toBe(true);
  });

  it.each([
    "",
    "1",
    "call:",
    "text:",
    "call",
    "Call:1",
    " call:1",
    "call:1\n",
    "call:1 2",
    "call:+33612345678",
    "call:\0",
    "text:a/b",
    "text:call:1",
    `call:${"1".repeat(101)}`,
    `text:${"1".repeat(101)}`,
  ])("is not %j", (text) => {
    expect(isActivityId(text)).toBe(false);
  });
});

describe("a record", () => {
  it.each([
    ["call:123", "call", "123"],
    ["card:123", "card", "123"],
    ["text:+33612345678", "conversation", "+33612345678"],
  ] as const)("is found by the columns of its id: %s", (activityId, kind, ref) => {
    expect(columnsOf(activityId)).toEqual({ kind, ref });
    expect(activityIdOf({ kind, ref })).toBe(activityId);
    expect(workOf("c1", activityId)).toEqual({ connectionId: "c1", kind, ref, part: "" });
  });

  it("is named in traces and logs by its call, and by no phone number", () => {
    const call = { "connection.id": "c1", "subject.kind": "call", "aircall.call_id": "123" };
    expect(activityFacts("c1", "call:123")).toEqual(call);
    expect(activityFacts("c1", "card:123")).toEqual({ ...call, "subject.kind": "card" });
    expect(activityFacts("c1", "text:+33612345678")).toEqual({
      "connection.id": "c1",
      "subject.kind": "conversation",
    });
    expect(lineFacts("c1", "call:123")).toEqual({ connectionId: "c1", kind: "call", callId: "123" });
    expect(lineFacts("c1", "text:+33612345678")).toEqual({ connectionId: "c1", kind: "conversation" });
    expect(lineFacts("c1", null)).toEqual({ connectionId: "c1" });
  });
});

it("L3: cards go first, then live calls, and an unknown priority comes last", () => {
  const ranks = ["card", "live call", "message", "ended call", "recording", "catch-up", "of tomorrow"].map(rankOf);
  expect(ranks).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
