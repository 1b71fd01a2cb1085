/** Which texts are API tokens of ours, and by what they are looked up. */
import { expect, it } from "vitest";
import { prefixOf, tokenFrom } from "./api-token.ts";

it("N8: a token begins with our mark, and is looked up by its first eight characters after it", () => {
  const token = tokenFrom("abcdefghijklmnop");
  expect(token).toBe("agw_abcdefghijklmnop");
  expect(prefixOf(token)).toBe("agw_abcdefgh");
  expect(prefixOf("agw_abcdefghi")).toBe("agw_abcdefgh");
});

it.each([
  ["is empty", ""],
  ["begins otherwise", "xyz_abcdefghijklmnop"],
  ["has our mark at its end", "abcdefghijklmnopagw_"],
  ["has nothing after what it is looked up by", "agw_abcdefgh"],
])("N8: a text that %s is no token of ours", (_what, text) => {
  expect(prefixOf(text)).toBeNull();
});
