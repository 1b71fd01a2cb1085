/** For any number of any country, in any format, on any line: never a wrong customer, never a duplicate. */
import fc from "fast-check";
import {
  getCountries,
  getCountryCallingCode,
  Metadata,
  parsePhoneNumberFromString as parse,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, it } from "vitest";
import { phoneKey, readPhone } from "./phone.ts";
import { ownershipOf } from "./number-owner.ts";

const COUNTRIES = getCountries();
const RUNS = { numRuns: 1_000 };

const digitsOf = (text: string) => text.replaceAll(/\D/g, "");
const mark = (text: string) => `\u202a\u200e${text}\u202c`;
const wide = (text: string) => text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const arabic = (text: string) => text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));

/** With the country code. Each has only one reading. */
const INTERNATIONAL: Record<string, (number: PhoneNumber) => string> = {
  "E.164": (number) => number.number,
  spaces: (number) => number.formatInternational(),
  dashes: (number) => number.formatInternational().replaceAll(" ", "-"),
  dots: (number) => number.formatInternational().replaceAll(" ", "."),
  parentheses: (number) => number.formatInternational().replace(" ", " (").replace(/ |$/, ")"),
  "no-break spaces": (number) => number.formatInternational().replaceAll(" ", "\u00a0"),
  "narrow no-break spaces": (number) => number.formatInternational().replaceAll(" ", "\u202f"),
  "00": (number) => `00${number.number.slice(1)}`,
  "00 and spaces": (number) => `00 ${number.formatInternational().slice(1)}`,
  "011": (number) => `011 ${number.formatInternational().slice(1)}`,
  address: (number) => number.getURI(),
  marks: (number) => mark(number.formatInternational()),
  extension: (number) => `${number.formatInternational()} ext. 12`,
  wide: (number) => wide(number.formatInternational()),
  arabic: (number) => arabic(number.formatInternational()),
  label: (number) => `Mobile: ${number.formatInternational()}`,
  "two numbers": (number) => `${number.formatInternational()} / +33 1 23 45 67 89`,
};

/** Without the country code, as people in the number's own country write it. */
const NATIONAL: Record<string, (number: PhoneNumber) => string> = {
  national: (number) => number.formatNational(),
  "in one piece": (number) => digitsOf(number.formatNational()),
  "national with dots": (number) => number.formatNational().replaceAll(/[ -]+/g, "."),
  "national with marks": (number) => mark(number.formatNational()),
  "national with no-break spaces": (number) => number.formatNational().replaceAll(" ", "\u00a0"),
  "national with an extension": (number) => `${number.formatNational()} ext. 12`,
  "national in wide digits": (number) => wide(number.formatNational()),
  "without trunk prefix": (number) => number.nationalNumber,
};

const country = fc.constantFrom(...COUNTRIES);
const example = country.map((code) => parse(`+${getCountryCallingCode(code)}${examples[code]}`, { extract: false }));

/** Digits of a length that exists in the country, whether the range is assigned or not. */
const generated = fc
  .record({ code: country, length: fc.nat(), digits: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17 }) })
  .map(({ code, length, digits }) => {
    const lengths = lengthsOf(code).filter((each) => each >= 7);
    const national = digits
      .join("")
      .replace(/^0+/, "")
      .padEnd(17, "5")
      .slice(0, lengths[length % lengths.length]);
    return lengths.length === 0 ? undefined : parse(`+${getCountryCallingCode(code)}${national}`, { extract: false });
  });

const anyNumber = fc
  .oneof(example, generated)
  .filter((number): number is PhoneNumber => number !== undefined && number.isPossible());
const anyLine = fc.option(country);

function lengthsOf(code: CountryCode): number[] {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(code);
  return metadata.numberingPlan?.possibleLengths() ?? [];
}

/** The library formats some ranges in a way that no phone can dial. */
function isWrittenAtHome(number: PhoneNumber): boolean {
  const { countryCallingCode: defaultCallingCode, number: e164 } = number;
  return parse(number.formatNational(), { defaultCallingCode, extract: false })?.number === e164;
}

function keyOf(number: PhoneNumber): string {
  return phoneKey(readPhone(number.number, null));
}

/** The readings of the digits in the line's country, where they give another number than the caller's. */
function readOnLine(stored: string, line: CountryCode | null, caller: PhoneNumber): PhoneNumber[] {
  if (line === null || getCountryCallingCode(line) === caller.countryCallingCode) return [];
  const digits = digitsOf(stored.normalize("NFKC").replace(/ ext.*/, ""));
  const code = getCountryCallingCode(line);
  return [
    parse(digits, { defaultCountry: line, extract: false }),
    parse(`+${code}${digits}`, { extract: false }),
    parse(`+${code}${digits.slice(1)}`, { extract: false }),
  ].flatMap((read) => (read?.isPossible() && keyOf(read) !== keyOf(caller) ? [read] : []));
}

describe("one number", () => {
  it("C1: is the caller's in every international format, on any line", () => {
    const formats = fc.constantFrom(...Object.entries(INTERNATIONAL));
    fc.assert(
      fc.property(anyNumber, formats, anyLine, (caller, [, write], line) => {
        expect(ownershipOf(write(caller), caller.number, line)).toBe("theirs");
      }),
      RUNS,
    );
  });

  it("C1: is the caller's in every format of its own country, on any line, unless that country may have such a number too", () => {
    const formats = fc.constantFrom(...Object.entries(NATIONAL));
    fc.assert(
      fc.property(anyNumber, formats, anyLine, (caller, [, write], line) => {
        fc.pre(isWrittenAtHome(caller));
        const stored = write(caller);
        const isClear = readOnLine(stored, line, caller).every((rival) => caller.isValid() && !rival.isValid());
        expect(ownershipOf(stored, caller.number, line)).toBeOneOf(
          isClear ? ["theirs"] : ["theirs", "likely", "unclear"],
        );
      }),
      RUNS,
    );
  });

  it("C1: is read the same from every international format that Aircall may send", () => {
    const { "two numbers": _, label: __, ...single } = INTERNATIONAL;
    delete single["011"];
    const formats = fc.constantFrom(...Object.entries(single));
    fc.assert(
      fc.property(anyNumber, formats, anyLine, (caller, [, write], line) => {
        expect(phoneKey(readPhone(write(caller), line))).toBe(keyOf(caller));
      }),
      RUNS,
    );
  });
});

describe("two numbers", () => {
  it("C1: are never taken for each other, unless the caller's own country writes the caller's number with just these digits", () => {
    const formats = fc.constantFrom(...Object.entries({ ...INTERNATIONAL, ...NATIONAL }));
    fc.assert(
      fc.property(anyNumber, anyNumber, formats, anyLine, (owner, caller, [, write], line) => {
        fc.pre(keyOf(owner) !== keyOf(caller) && keyOf(caller) !== "+33123456789");
        const stored = write(owner);
        const digits = digitsOf(stored.normalize("NFKC").replace(/ ext.*/, ""));
        const homeDigits = [digitsOf(caller.formatNational()), caller.nationalNumber];
        const isTaken = ownershipOf(stored, caller.number, line) === "theirs";
        expect(isTaken && !homeDigits.includes(digits)).toBe(false);
      }),
      RUNS,
    );
  });

  it("C1: are not one because of a trunk prefix that the caller's country never writes before a mobile", () => {
    // A mobile of Vietnam or Taiwan, and one of Peru, where mobiles have no zero.
    for (const stored of ["0912 345 678", "0912345678", "091-2345678"]) {
      for (const line of [null, "FR", "PE", "VN", "TW"]) {
        expect([stored, line, ownershipOf(stored, "+51912345678", line)]).toEqual([stored, line, "unclear"]);
      }
    }
    expect(ownershipOf("(011) 96123-4567", "+5511961234567", "FR")).toBe("theirs");
    expect(ownershipOf("1 (323) 234-5678", "+13232345678", "FR")).toBe("theirs");
  });

  it("C1: with the same digits at home are never taken for each other on a line of the owner's country", () => {
    const all = COUNTRIES.flatMap((code) => parse(`+${getCountryCallingCode(code)}${examples[code]}`) ?? []);
    const twins = all.flatMap((owner) =>
      all
        .filter(({ nationalNumber }) => nationalNumber === owner.nationalNumber)
        .filter((caller) => keyOf(caller) !== keyOf(owner))
        .map((caller) => [owner, caller] as const),
    );
    expect(twins.length).toBeGreaterThan(10);
    for (const [owner, caller] of twins) {
      for (const write of Object.values(NATIONAL).slice(0, -1)) {
        expect(ownershipOf(write(owner), caller.number, owner.country ?? null)).not.toBe("theirs");
      }
    }
  });
});
