import { describe, expect, it } from "vitest";
import { leftOutOf, type LeftOut } from "./left-out.ts";

const tag: LeftOut = { part: "tag", value: "VIP", code: "rejected", vendor: "gorgias", status: 400, detail: "bad tag" };

describe("what was left out", () => {
  it("C18: is what the outcomes of writes say, in their order", () => {
    const email: LeftOut = { ...tag, part: "email", value: "x@y", detail: null };
    const writes = [{ outcome: { customer: 1, leftOut: [email] } }, { outcome: { tagIds: [], leftOut: [tag] } }];
    expect(leftOutOf(writes)).toEqual([email, tag]);
  });

  it("C18: is nothing where no outcome says so, or in a form that is not known", () => {
    expect(leftOutOf([{ outcome: null }, { outcome: { ticketId: 1 } }, { outcome: { leftOut: "tag" } }])).toEqual([]);
  });
});
