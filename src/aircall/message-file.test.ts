/** The link of a message's file, in objects that hold more than one or hold it deep inside. */
import { expect, it } from "vitest";
import { describeFile, fileSchema } from "./message-file.ts";

const read = (value: unknown) => fileSchema.parse(value);
const inside = (depth: number): unknown => (depth === 0 ? "https://e.com/a.png" : { media: inside(depth - 1) });

it("M9: is the file's own before one further inside", () => {
  const own = { presigned_url: { url: "https://e.com/inner" }, url: "https://e.com/own", name: "a.png" };
  expect(read(own)).toEqual({ name: "a.png", type: null, url: "https://e.com/own" });
  expect(read({ ...own, url: null })).toEqual({ name: "a.png", type: null, url: "https://e.com/inner" });
});

it.each([
  [1, "https://e.com/a.png"],
  [3, "https://e.com/a.png"],
  [4, null],
])("M9: is looked for in three objects, one inside the other: %i", (depth, url) => {
  expect(read(inside(depth))).toEqual({ name: null, type: null, url });
});

it("M9: keeps the end of a name that is too long, with its ending", () => {
  const { name } = describeFile({ name: `${"a".repeat(200)}.png`, type: null, url: null }, 0);
  expect([name.length, name.slice(-5)]).toEqual([120, "a.png"]);
});
