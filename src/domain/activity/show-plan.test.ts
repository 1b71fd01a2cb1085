/** Plans as any version has stored them, read as far as this version understands them. */
import { describe, expect, it } from "vitest";
import { showPlan } from "./show-plan.ts";
import { shownPlanSchema } from "./shown-plan.ts";

describe("the plan of a call", () => {
  it("is read as far as it is understood", () => {
    const stored = {
      subject: "S",
      tags: ["a", 1],
      notes: [{ key: "ended", at: 60, content: { text: "Call ended" } }, { at: 1 }, null, { key: "b", at: 1e99 }],
    };
    expect(showPlan("call", stored)).toEqual({
      kind: "ticket",
      subject: "S",
      assigneeId: null,
      tags: ["a"],
      notes: [
        { key: "ended", at: 60_000, text: "Call ended" },
        { key: "b", at: null, text: "" },
      ],
    });
  });
});

describe("the plan of a conversation", () => {
  it("is read as far as it is understood", () => {
    const texts = [
      { id: "SM1", at: 0, files: [{ name: "a.png" }, 7], state: "of tomorrow" },
      { id: 1, at: 0 },
      { id: "x" },
      null,
      { id: "y", at: 1e99 },
      { id: "z", at: 1, files: [{ name: "a.png", outcome: "gone" }, { outcome: "of tomorrow" }] },
    ];
    const known = {
      direction: "inbound",
      body: "",
      line: null,
      agent: null,
      channel: null,
      group: false,
      undelivered: false,
      state: "waiting",
      ticketId: null,
    };
    expect(showPlan("conversation", { texts })).toEqual({
      kind: "conversation",
      texts: [
        { id: "SM1", at: 0, files: [], ...known },
        {
          id: "z",
          at: 1,
          files: [
            { name: "a.png", outcome: "gone" },
            { name: "", outcome: "waiting" },
          ],
          ...known,
        },
      ],
    });
  });
});

describe("the plan of a card", () => {
  it("is read as far as it is understood", () => {
    const card = [{ text: "a" }, { label: "b" }, null, { text: "c", label: 1, link: 2 }];
    expect(showPlan("card", { card })).toEqual({
      kind: "card",
      lines: [
        { label: null, text: "a", link: null },
        { label: null, text: "c", link: null },
      ],
    });
  });
});

describe.each(["call", "conversation", "card"] as const)("the plan of a %s", (kind) => {
  it.each([null, undefined, 1, "x", [], {}, { texts: {} }, { card: {} }])("is not read from %j", (stored) => {
    expect(showPlan(kind, stored)).toBeNull();
  });
});

it.each([
  ["call", { subject: "S", tags: ["a"], notes: [{ key: "ended", at: 60, content: { text: "Call ended" } }] }],
  ["conversation", { texts: [{ id: "SM1", at: 0, files: [{ name: "a.png" }] }] }],
  ["card", { card: [{ text: "a" }, { label: "b", text: "c", link: "https://x.example" }] }],
] as const)("what is shown of a %s has the form that the API promises", (kind, stored) => {
  const shown = showPlan(kind, stored);
  expect(shownPlanSchema.parse(shown)).toEqual(shown);
});
