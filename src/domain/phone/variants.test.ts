/** The numbers of one subscriber, and the terms that find them. */
import { describe, expect, it } from "vitest";
import { canonicalNumber, isSameNumber, searchedAs, variantsOf } from "./variants.ts";

const SUBSCRIBERS = [
  { country: "Mexico", canonical: "+525512345678", others: ["+5215512345678"] },
  { country: "Argentina", canonical: "+541123456789", others: ["+5491123456789"] },
  { country: "Brazil", canonical: "+5511987654321", others: ["+551187654321"] },
  { country: "La Réunion", canonical: "+262692123456", others: ["+33692123456"] },
  { country: "Mayotte", canonical: "+262269123456", others: ["+33269123456"] },
  { country: "Guadeloupe", canonical: "+590690123456", others: ["+33690123456"] },
  { country: "Guyane", canonical: "+594694123456", others: ["+33694123456"] },
  { country: "Martinique", canonical: "+596696123456", others: ["+33696123456"] },
  { country: "Saint-Pierre-et-Miquelon", canonical: "+508412345", others: ["+33508412345"] },
  { country: "San Marino", canonical: "+3780549886377", others: ["+390549886377", "+378886377"] },
];

describe("the numbers of a subscriber", () => {
  it.each(SUBSCRIBERS)("C1: are all found from each of them: $country", ({ canonical, others }) => {
    for (const given of [canonical, ...others]) {
      const variants = variantsOf(given);
      expect(variants[0]).toBe(given);
      expect(new Set(variants)).toEqual(new Set([canonical, ...others]));
      expect(variants).toHaveLength(1 + others.length);
      expect(canonicalNumber(given)).toBe(canonical);
      expect(isSameNumber(given, canonical)).toBe(true);
    }
  });

  it.each(["+33612345678", "+12025550147", "+551133334444", "+262612345678", "+3780549", "+52551234567"])(
    "C1: are one elsewhere: %s",
    (e164) => {
      expect(variantsOf(e164)).toEqual([e164]);
    },
  );

  it("C1: are searched in each form, in Argentina also in the one of home", () => {
    expect(searchedAs("+541123456789")).toEqual(["+541123456789", "+5491123456789", "011 15-2345-6789"]);
    expect(searchedAs("+525512345678")).toEqual(["+525512345678", "+5215512345678"]);
    expect(searchedAs("+33612345678")).toEqual(["+33612345678"]);
  });
});
