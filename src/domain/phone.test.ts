/** Phone numbers in every form that people and vendors write them. */
import { describe, expect, it } from "vitest";
import { callerKey, displayNumber, readCaller, toE164 } from "./phone.ts";

describe("toE164", () => {
  it.each([
    ["national, spaces", "06 12 34 56 78", "FR", "+33612345678"],
    ["national, none", "0612345678", "FR", "+33612345678"],
    ["national, dashes", "06-12-34-56-78", "FR", "+33612345678"],
    ["national, dots", "06.12.34.56.78", "FR", "+33612345678"],
    ["national, parentheses", "(202) 555-0147", "US", "+12025550147"],
    ["national, UK", "020 7946 0123", "GB", "+442079460123"],
    ["international, spaces", "+33 6 12 34 56 78", "FR", "+33612345678"],
    ["international, compact", "+33612345678", null, "+33612345678"],
    ["international, no plus, of a plan that would take it as national", "4915123456789", "DE", "+4915123456789"],
    ["international, no plus, of such a plan, spaces", "49 151 23456789", "DE", "+4915123456789"],
    ["national, though it would be one of Egypt with a plus", "(201) 555-0147", "US", "+12015550147"],
    ["no plus, no region, two zeros within", "336 00 12 34 56", null, "+33600123456"],
    ["international, of another country", "+1 202-555-0147", "FR", "+12025550147"],
    ["international, optional zero", "+33 (0)6 12 34 56 78", "FR", "+33612345678"],
    ["00 prefix, own region", "0033612345678", "FR", "+33612345678"],
    ["00 prefix, other region", "00 33 6 12 34 56 78", "US", "+33612345678"],
    ["00 prefix, no region", "0033612345678", null, "+33612345678"],
    ["011 prefix", "011 44 20 7946 0123", "US", "+442079460123"],
    ["no plus, no region", "33612345678", null, "+33612345678"],
    ["no plus, own region", "33612345678", "FR", "+33612345678"],
    ["no plus, other region", "33612345678", "US", "+33612345678"],
    ["no plus, spaces", "1 202 555 0147", "FR", "+12025550147"],
    ["extension", "+1 202-555-0147 ext. 5", "US", "+12025550147"],
    ["tel address", "tel:+33612345678", "FR", "+33612345678"],
    ["possible though no plan knows it", "+15555555555", null, "+15555555555"],
  ])("C1: reads a number written so: %s", (_, digits, country, e164) => {
    expect(toE164(digits, country)).toBe(e164);
  });

  it.each([
    ["nothing", "", "FR"],
    ["a national number without region", "0612345678", null],
    ["a short code", "72345", "US"],
    ["an emergency number", "112", "FR"],
    ["too many digits", "9".repeat(40), "US"],
    ["no digits", "+", "FR"],
    ["a word", "anonymous", "FR"],
    ["a text with a number in it", "please call 0612345678 today", "FR"],
    ["two numbers in one", "+33612345678 / +12025550147", null],
    ["an impossible country", "+999 123 456", null],
    ["what could be a number but that no plan knows, without plus", "555-555-5555", "US"],
  ])("C1: makes nothing of %s", (_, digits, country) => {
    expect(toE164(digits, country)).toBeNull();
  });

  it("C1: takes the line's country as region, and none for what is no country", () => {
    expect(toE164("020 7946 0123", "GB")).toBe("+442079460123");
    expect(toE164("020 7946 0123", "FR")).toBeNull();
    expect(toE164("+33612345678", "Atlantis")).toBe("+33612345678");
    expect(toE164("+33612345678", "ZZ")).toBe("+33612345678");
  });
});

describe("readCaller", () => {
  it("C1: gives the E.164 form of a number", () => {
    expect(readCaller(" 06 12 34 56 78 ", "FR")).toEqual({ kind: "number", e164: "+33612345678" });
  });

  it.each([
    ["72345", "72345"],
    ["112", "112"],
    ["*123#", "*123#"],
    ["+999 123-456", "+999123456"],
  ])("C1: keeps the unusual %s as digits", (told, digits) => {
    expect(readCaller(told, "US")).toEqual({ kind: "unusual", digits });
  });

  it.each([
    ["anonymous", "anonymous"],
    ["Anonymous", "Anonymous"],
    ["unknown 12345", "unknown 12345"],
    ["12", "12"],
    ["+", "+"],
    ["  ", null],
    ["", null],
    [null, null],
  ])("C14: takes %j for an anonymous caller", (digits, told) => {
    expect(readCaller(digits, "FR")).toEqual({ kind: "anonymous", told });
  });
});

describe("callerKey", () => {
  it("C1: is the same for one number in two forms", () => {
    const forms = ["06 12 34 56 78", "0033612345678", "+33612345678"].map((form) => callerKey(readCaller(form, "FR")));
    expect(forms).toEqual(["+33612345678", "+33612345678", "+33612345678"]);
  });

  it("C14: is one word for all anonymous callers, and the digits for the unusual", () => {
    expect(callerKey(readCaller("anonymous", null))).toBe("anonymous");
    expect(callerKey(readCaller(null, null))).toBe("anonymous");
    expect(callerKey(readCaller("72345", "US"))).toBe("72345");
  });
});

describe("displayNumber", () => {
  it.each([
    ["+33612345678", null, "+33 6 12 34 56 78"],
    ["0612345678", "FR", "+33 6 12 34 56 78"],
    ["+12025550147", null, "+1 202 555 0147"],
    ["72345", "US", "72345"],
    ["", null, ""],
  ])("shows %j (region %j) as %j", (digits, country, shown) => {
    expect(displayNumber(digits, country)).toBe(shown);
  });
});
