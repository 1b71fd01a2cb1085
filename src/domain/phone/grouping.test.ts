import { describe, expect, it } from "vitest";
import { isGroupedOtherwise } from "./grouping.ts";
import { numbersIn } from "./number-text.ts";

function isOtherwise(text: string, e164: string, trunk: string | null): boolean[] {
  return numbersIn(text).map((written) => isGroupedOtherwise(written, e164, trunk));
}

describe("the groups of a number", () => {
  it.each([
    ["as they are at home", "06 12 34 56 78", "+33612345678", "0"],
    ["with other signs between them", "06.12-34 56.78", "+33612345678", "0"],
    ["without the trunk prefix", "6 12 34 56 78", "+33612345678", "0"],
    ["with a trunk prefix that is a group of its own", "8 (912) 345-67-89", "+79123456789", "8"],
    ["without such a trunk prefix", "912 345-67-89", "+79123456789", "8"],
    ["of a country that has no trunk prefix", "612 34 56 78", "+34612345678", null],
    ["of a country that has none, though it begins with a zero", "06 1234 5678", "+390612345678", null],
  ])("C1: are those of home: %s", (_, text, e164, trunk) => {
    expect(isOtherwise(text, e164, trunk)).toEqual([false]);
  });

  it.each([
    ["a Dutch mobile as the French write theirs", "06 12 34 56 78", "+31612345678", "0"],
    ["a French mobile as the Dutch write theirs", "06 12345678", "+33612345678", "0"],
    ["the same without the trunk prefix", "6 12345678", "+33612345678", "0"],
    ["one gap in another place", "061 2 34 56 78", "+33612345678", "0"],
    ["a Spanish mobile as the French write theirs", "6 12 34 56 78", "+34612345678", null],
    ["with a zero, where the country has no trunk prefix", "0612 34 56 78", "+34612345678", null],
    ["of a number that no country has", "12 34", "+999", null],
  ])("C1: are not those of home: %s", (_, text, e164, trunk) => {
    expect(isOtherwise(text, e164, trunk)).toEqual([true]);
  });

  it("C1: prove nothing where the digits are in one piece", () => {
    expect(isOtherwise("0612345678", "+31612345678", "0")).toEqual([false]);
    expect(isOtherwise("0612345678", "+493012345678", "0")).toEqual([false]);
  });
});
