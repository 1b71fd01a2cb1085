/** Ways of writing a number, and texts that are not that number. */
import { describe, expect, it } from "vitest";
import { numberPattern } from "./number-pattern.ts";

const names = (key: string, text: string) => new RegExp(numberPattern(key)).test(text);

describe("numberPattern", () => {
  it.each([
    "+33612345678",
    "33612345678",
    "0033612345678",
    "0612345678",
    "612345678",
    '{"raw_digits":"+33 6 12 34 56 78"}',
    "06.12.34.56.78",
    "06-12-34-56-78",
    "+33 (0)6 12 34 56 78",
    "(06) 12 34 56 78",
    "call 06\u00a012\u00a034\u00a056\u00a078, please",
    String.raw`"06\u00a012\u202f34 56 78"`,
    "call:1 text:+33612345678",
    "customer:+33612345678:again",
    String.raw`"\u202a+33\u00a06\u00a012\u00a034\u00a056\u00a078\u202c"`,
    String.raw`"\u206806 12 34 56 78\u2069"`,
    "#31#0612345678",
    "06 12 34 56 78 ext. 12",
    "\u202a06 12 34 56 78\u202c",
    "＋３３６１２３４５６７８",
    "٠٦١٢٣٤٥٦٧٨",
  ])("finds +33612345678 in %j", (text) => expect(names("+33612345678", text)).toBe(true));

  it.each(["+33612345679", "+336123456789", "1612345678", "6123456", '"61","234","56","78"', "61a2345678"])(
    "does not find it in %j",
    (text) => expect(names("+33612345678", text)).toBe(false),
  );

  it("finds formats of other countries", () => {
    expect(names("+12025550147", "(202) 555-0147")).toBe(true);
    expect(names("+12025550147", "1-202-555-0147")).toBe(true);
    expect(names("+79123456789", "8 912 345-67-89")).toBe(true);
    expect(names("+36201234567", "06 20 123 4567")).toBe(true);
    expect(names("+390612345678", "+39 06 1234 5678")).toBe(true);
  });

  it("finds all numbers of a subscriber", () => {
    for (const given of ["+5215512345678", "+52 55 1234 5678", "044 55 1234 5678", "55-1234-5678"])
      expect(names("+525512345678", given), given).toBe(true);
    for (const given of ["+5491123456789", "+54 11 2345 6789", "011 15-2345-6789"])
      expect(names("+541123456789", given), given).toBe(true);
    for (const given of ["(11) 8765-4321", "+5511987654321"]) expect(names("+5511987654321", given), given).toBe(true);
    for (const given of ["0692 12 34 56", "+33692123456"]) expect(names("+262692123456", given), given).toBe(true);
  });

  it("looks for short and unusual digits alone, in quotes", () => {
    expect(names("3635", '{"raw_digits":"3635"}')).toBe(true);
    expect(names("3635", '{"id":3635,"at":"13635"}')).toBe(false);
    expect(names("*31#", '"*31#"')).toBe(true);
    expect(names("+123", '"+123"')).toBe(true);
  });

  it("looks for what no plan of numbers knows with and without its plus, and for a plus within it as it is", () => {
    expect(['"+999123456"', '"999123456"'].map((text) => names("+999123456", text))).toEqual([true, true]);
    expect(['"31+600"', '"31600"'].map((text) => names("31+600", text))).toEqual([true, false]);
  });
});
