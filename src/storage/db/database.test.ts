/** JSON on its way into the database. */
import { describe, expect, it } from "vitest";
import { toJsonb } from "./database.ts";

describe("toJsonb", () => {
  it("writes any value as JSON", () => {
    const value = { a: [1, null, "ä🙂\n\"'\\"], b: { c: true } };
    expect(JSON.parse(toJsonb(value))).toEqual(value);
  });

  it("leaves out the character that cannot be stored (NUL)", () => {
    expect(JSON.parse(toJsonb({ name: "a\u0000b\u0000", list: ["\u0000"] }))).toEqual({ name: "ab", list: [""] });
  });
});
