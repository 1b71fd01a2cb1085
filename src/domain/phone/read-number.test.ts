/** Which reading of digits without a plus wins, and what may stand before a number that is dialled. */
import { describe, expect, it } from "vitest";
import { readNumber } from "./read-number.ts";

describe("a number without a plus", () => {
  it.each([
    ["the prefix of Australia for calls abroad", "0011 33 6 12 34 56 78", "AU", "+33612345678"],
    ["the prefix of Russia for calls abroad", "810 33 6 12 34 56 78", "RU", "+33612345678"],
    ["the prefix of Cuba for calls abroad", "119 33 6 12 34 56 78", "CU", "+33612345678"],
    ["a carrier of Cambodia for calls abroad", "001615915295", "KH", "+615915295"],
    ["00 where the country dials another prefix", "00842430926", "KY", "+842430926"],
    ["its trunk prefix", "8 912 345 67 89", "RU", "+79123456789"],
    ["a country code", "33612345678", "US", "+33612345678"],
    ["its own country's code", "33612345678", "FR", "+33612345678"],
  ])("C1: is read with %s", (_, plain, country, e164) => {
    expect(readNumber(plain, country)).toBe(e164);
  });

  it("C1: is at home where it would also be one of another country", () => {
    // Of Colombia or Belgium, of Mauritania or Germany.
    expect(readNumber("3211234377", "CO")).toBe("+573211234377");
    expect(readNumber("49714314", "MR")).toBe("+22249714314");
  });

  it("C1: is what its own country's code says, where mobiles of that country begin with the same digits", () => {
    expect(readNumber("3906196425", "IT")).toBe("+3906196425");
    expect(readNumber("483040607", "PL")).toBe("+483040607");
  });

  it("C1: is the reading that is assigned today, where another is not", () => {
    expect(readNumber("905012345006", "TR")).toBe("+905012345006");
    expect(readNumber("672123099", "AL")).toBe("+355672123099");
  });

  it("C1: is as the country writes it, where no reading is assigned yet", () => {
    expect(readNumber("8449700041", "VN")).toBe("+848449700041");
  });

  it("C1: is North American by its shape alone on a line there, and only there", () => {
    expect(readNumber("3662987055", "US")).toBe("+13662987055");
    expect(readNumber("3232345678", "BE")).toBe("+3232345678");
    expect(readNumber("3232345678", "CA")).toBe("+13232345678");
  });

  it("C1: is at home without its trunk prefix, though not assigned, where there is no other reading", () => {
    expect(readNumber("1234567890", "RU")).toBe("+71234567890");
  });

  it("C1: is read without its trunk prefix where there is no other reading", () => {
    expect(readNumber("612345678", "FR")).toBe("+33612345678");
  });
});

describe("a number with a plus", () => {
  it("C1: is never read as one at home", () => {
    expect(readNumber("+3211234377", "CO")).toBe("+3211234377");
    expect(readNumber("+0612345678", "FR")).toBeNull();
  });
});

describe("a number with a service code", () => {
  it.each([
    ["#31#0612345678", "FR"],
    ["##31#0612345678", "FR"],
    ["*#31#06 12 34 56 78", "FR"],
    ["*31# (0)612345678", "FR"],
    ["*31*0612345678", "FR"],
    ["#31# +33 6 12 34 56 78", null],
    ["#100#+33612345678", null],
    ["#31#  0033612345678", null],
  ])("C14: is read without it: %j", (plain, country) => {
    expect(readNumber(plain, country)).toBe("+33612345678");
  });

  it.each(["*67 202-555-0147", "*82(202) 555.0147", "*672025550147"])("C14: is read without it: %j", (plain) => {
    expect(readNumber(plain, "US")).toBe("+12025550147");
  });

  it.each([
    "#31#",
    "#31#06123",
    "0612345678#",
    "*0612345678",
    "#3#0612345678",
    "#3131#0612345678",
    "###31#0612345678",
    "#310612345678",
    "0612345678 #31#0612345678",
    "#31#0612345678#",
    "#31##0612345678",
    "*68 0612345678",
  ])("C14: is none where the code is of another kind or no number follows: %j", (plain) => {
    expect(readNumber(plain, "FR")).toBeNull();
  });
});
