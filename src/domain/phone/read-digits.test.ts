/** What digits mean with a country code, and what they mean at home. */
import { describe, expect, it } from "vitest";
import { planOfCode, type NumberingPlan } from "./numbering-plan.ts";
import { isAssigned, isNorthAmerican, readInternational, readNational } from "./read-digits.ts";

function planOf(code: string): NumberingPlan {
  const plan = planOfCode(code);
  if (!plan) throw new Error(code);
  return plan;
}

describe("digits that begin with a country code", () => {
  it.each([
    ["a French mobile", "33612345678", "+33612345678"],
    ["with the zero of home after the code", "330612345678", "+33612345678"],
    ["with the zero that Italy keeps", "390612345678", "+390612345678"],
    ["with the zero of home, where numbers with it would be long enough too", "97105228986914", "+9715228986914"],
    ["of Belarus, with an 8 that belongs to the number", "375844340306", "+375844340306"],
    ["of Belarus, with the 80 of home", "3758019733490606", "+37519733490606"],
    ["of Hungary, with the 06 of home", "3606201234567", "+36201234567"],
    ["of Gabon, with the zero that its longer numbers have at home only", "241076465043", "+24176465043"],
    ["of Colombia, with a zero that the length needs", "570793515703", "+570793515703"],
    ["with the 1 of old Mexican mobiles", "5215512345678", "+5215512345678"],
    ["of North America, with its trunk prefix", "112025550147", "+12025550147"],
    ["of a range that is not assigned yet", "15555555555", "+15555555555"],
    ["of a free-phone code of no country", "80012345678", "+80012345678"],
  ])("C1: are read: %s", (_, digits, e164) => {
    expect(readInternational(digits)).toBe(e164);
  });

  it.each([
    ["nothing", ""],
    ["a code alone", "33"],
    ["too few of a country", "3361234567"],
    ["too many of a country", "336123456789"],
    ["too few of a code of no country", "8001234567"],
    ["too many of a code of no country", "800123456789"],
    ["a code that does not exist", "999123456789"],
    ["a home number", "0612345678"],
  ])("C1: are none: %s", (_, digits) => {
    expect(readInternational(digits)).toBeNull();
  });
});

describe("digits as they are dialled at home", () => {
  const strong = (e164: string, trunk: string | null) => ({ e164, strong: true, unusual: false, trunk });

  it.each([
    ["33", "0612345678", "+33612345678", "0"],
    ["36", "06201234567", "+36201234567", "06"],
    ["7", "89123456789", "+79123456789", "8"],
    ["1", "12025550147", "+12025550147", "1"],
    ["1", "2025550147", "+12025550147", "1"],
    ["1", "12256021070", "+12256021070", "1"],
    ["34", "612345678", "+34612345678", null],
    ["39", "0612345678", "+390612345678", null],
    ["51", "912345678", "+51912345678", "0"],
    ["55", "011987654321", "+5511987654321", "0"],
    ["55", "11987654321", "+5511987654321", "0"],
    ["241", "7598558", "+2417598558", null],
    ["690", "0227", "+6900227", null],
  ])("C1: are strong where the country writes them so: %s %s", (code, digits, e164, trunk) => {
    expect(readNational(digits, planOf(code))).toEqual([strong(e164, trunk)]);
  });

  it.each([
    ["with the carrier that Brazilians dial", "55", "01511987654321", "+5511987654321", "0"],
    ["with the 15 of Argentine mobiles", "54", "0111523456789", "+5491123456789", "0"],
    ["as Mexicans dialled mobiles, with 044", "52", "0445512345678", "+525512345678", null],
    ["as Mexicans dialled mobiles, with 045", "52", "0455512345678", "+525512345678", null],
    ["as Mexicans dialled other numbers, with 01", "52", "015512345678", "+525512345678", null],
    ["without the 0549 of San Marino", "378", "886377", "+3780549886377", null],
  ])("C1: are strong without the digits that belong to dialling alone: %s", (_, code, digits, e164, trunk) => {
    expect(readNational(digits, planOf(code))).toEqual([strong(e164, trunk)]);
  });

  it.each([
    ["33", "612345678", "+33612345678", "0"],
    ["36", "201234567", "+36201234567", "06"],
    ["7", "9123456789", "+79123456789", "8"],
    ["64", "219739540", "+64219739540", "0"],
  ])("C1: are weak without the country's trunk prefix: %s %s", (code, digits, e164, trunk) => {
    expect(readNational(digits, planOf(code))).toEqual([{ e164, strong: false, unusual: false, trunk }]);
  });

  it("C1: may begin with a zero where the country's trunk prefix is another digit", () => {
    expect(readNational("0123456789", planOf("7")).map(({ e164 }) => e164)).toEqual(["+70123456789"]);
  });

  it("C1: are unusual with a trunk prefix that the country never writes before such numbers", () => {
    const unusual = (e164: string, trunk: string) => ({ e164, strong: false, unusual: true, trunk });
    expect(readNational("0912345678", planOf("51"))).toEqual([unusual("+51912345678", "0")]);
    expect(readNational("05228986914", planOf("971"))).toEqual([unusual("+9715228986914", "0")]);
  });

  it("C1: may be two numbers, of which the one with a trunk prefix that is never written is unusual", () => {
    expect(readNational("844340306", planOf("375"))).toEqual([
      { e164: "+37544340306", strong: false, unusual: true, trunk: "8" },
      strong("+375844340306", "8"),
    ]);
  });

  it.each([
    ["with a zero, of a country that has a trunk prefix with a zero", "380", "098931055"],
    ["with a zero that is not the whole trunk prefix", "36", "027222444"],
    ["with a country code before them", "33", "33612345678"],
    ["with a country code before them, of a length that exists", "855", "8553391044282"],
    ["with the prefix of another country's mobiles before them", "39", "0459291318928"],
    ["with 01 before ten digits, outside Mexico", "56", "015181715895"],
    ["with 044 before too many digits", "52", "04455123456789"],
    ["with 046 before ten digits, in Mexico", "52", "0465512345678"],
    ["with digits before 044", "52", "10445512345678"],
    ["too few", "33", "61234567"],
    ["fewer than any number of the country has", "49", "123"],
  ])("C1: are no number: %s", (_, code, digits) => {
    expect(readNational(digits, planOf(code))).toEqual([]);
  });
});

describe("a number", () => {
  it("C1: is assigned by the ranges of today", () => {
    expect(["+33612345678", "+12025550147"].map(isAssigned)).toEqual([true, true]);
    expect(["+15555555555", "+999", "+330012", ""].map(isAssigned)).toEqual([false, false, false, false]);
  });

  it("C1: has a North American shape with ten digits, where no 0 or 1 begins the first two parts", () => {
    expect(["2025550147", "9999990000", "2222220000"].filter(isNorthAmerican)).toHaveLength(3);
    const others = ["1025550147", "2021550147", "0025550147", "202555014", "20255501470", "12025550147", "202555014x"];
    expect(others.filter(isNorthAmerican)).toEqual([]);
  });
});
