import { describe, expect, it } from "vitest";
import { isPlausible, planOfCode, planOfCountry, planOfNumber } from "./numbering-plan.ts";

describe("the numbering plan", () => {
  it("C1: has the trunk prefix, the prefix for calls abroad and the lengths of a country code", () => {
    expect(planOfCode("33")).toEqual({ code: "33", trunk: "0", exit: /^(?:00)/, lengths: new Set([9]) });
    expect(planOfCode("36")).toMatchObject({ trunk: "06" });
    expect(planOfCode("39")).toMatchObject({ trunk: null });
    expect(planOfCode("7")?.exit.exec("81033612345678")?.[0]).toBe("810");
    expect(planOfCode("7")?.exit.exec("33810")).toBeNull();
  });

  it("C1: is found by a country, and by a number in E.164", () => {
    expect(planOfCountry("FR")).toBe(planOfCode("33"));
    expect(planOfNumber("+33612345678")).toBe(planOfCode("33"));
    expect(planOfNumber("+12025550147")).toBe(planOfCountry("CA"));
  });

  it("C1: is none for what is no country and no number of one", () => {
    expect(["ZZ", "Atlantis", "fr", "", null].map(planOfCountry)).toEqual([null, null, null, null, null]);
    expect(["+80012345678", "+999123456", "word", ""].map(planOfNumber)).toEqual([null, null, null, null]);
    expect(["800", "999", "", "FR"].map(planOfCode)).toEqual([null, null, null, null]);
  });

  it("C1: finds numbers plausible by their length", () => {
    const [france, mexico, italy] = ["33", "52", "39"].map(planOfCode);
    if (!france || !mexico || !italy) throw new Error("no plan");
    expect(["612345678", "000000000"].map((national) => isPlausible(france, national))).toEqual([true, true]);
    expect(["61234567", "6123456789", ""].map((national) => isPlausible(france, national))).toEqual([
      false,
      false,
      false,
    ]);
    const mexican = ["5512345678", "15512345678", "25512345678", "155123456789", "95512345678", "215512345678"];
    expect(mexican.filter((national) => isPlausible(mexico, national))).toEqual(["5512345678", "15512345678"]);
    expect(isPlausible(france, "15512345678")).toBe(false);
    expect(["123456", "123456789012"].every((national) => isPlausible(italy, national))).toBe(true);
  });
});
