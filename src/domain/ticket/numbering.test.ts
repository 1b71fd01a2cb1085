/** The keys of a ticket's writes. */
import { describe, expect, it } from "vitest";
import { write } from "../../../test/fixtures/plan-facts.ts";
import { kindOf, nextKey, numberOf } from "./numbering.ts";

const made = (key: string, generation = 1) => write(key, {}, {}, { generation });
const lost = (key: string) => write(key, {}, null, { state: "intended" });

describe("the next key of a kind", () => {
  it.each([
    ["begins at one", [], "tags:1"],
    ["follows the highest", [made("tags:2"), made("tags:10"), made("tags:1")], "tags:11"],
    ["counts no other kind", [made("change:3"), made("edit:tags:7"), made("tags:new:4")], "tags:1"],
    ["counts no other generation of the ticket", [made("tags:3", 2)], "tags:1"],
    ["counts no write of the kind's own name", [made("tags")], "tags:1"],
    ["counts no lost write of the kind's own name", [lost("tags")], "tags:1"],
    ["follows what was refused", [write("tags:1", {}, { why: "no" }, { state: "refused" })], "tags:2"],
    ["is that of the write whose answer was lost", [made("tags:1"), lost("tags:2")], "tags:2"],
  ])("%s", (_what, writes, key) => {
    expect(nextKey(writes, 1, "tags")).toBe(key);
  });

  it("numbers the edits of each message by themselves", () => {
    const writes = [made("edit:comment:7:1"), made("edit:comment:70:4"), made("edit:ended:2")];
    expect(nextKey(writes, 1, "edit:comment:7")).toBe("edit:comment:7:2");
  });
});

it("reads kind and number of a key, except of a note, whose key may end in digits", () => {
  expect([kindOf("edit:comment:7:2"), numberOf("edit:comment:7:2")]).toEqual(["edit:comment:7", 2]);
  expect([kindOf("ticket"), numberOf("ticket")]).toEqual(["ticket", 0]);
  expect(kindOf("note:comment:7")).toBe("note:comment:7");
});
