/** Which other parties are lines of the company, and how long the service trusts a remembered customer. */
import { describe, expect, it } from "vitest";
import { answeredCall, parisLine } from "../../../test/fixtures/call-events.ts";
import { isOwnLine, isVerified, memoryKey, unknownCallerOf } from "./unknown-caller.ts";
import { readPhone } from "../phone/phone.ts";

const lines = [
  { digits: "+33 1 70 18 00 01", country: "FR" },
  { digits: "(202) 555-0100", country: "US" },
  { digits: "", country: null },
];
const isOwn = (digits: string, country: string | null = "FR") => isOwnLine(readPhone(digits, country), lines);

describe("a line of the company", () => {
  it.each(["+33170180001", "01 70 18 00 01", "0033 1 70 18 00 01", "+1 202-555-0100", "12025550100"])(
    "C19: is recognised as %s",
    (digits) => {
      expect(isOwn(digits)).toBe(true);
    },
  );

  it.each(["+33170180002", "+32170180001", "+33612340001", "anonymous", "0001", ""])("C19: is not %j", (digits) => {
    expect(isOwn(digits)).toBe(false);
  });

  it("C19: does not exist for a company without lines", () => {
    expect(isOwnLine(readPhone("+33170180001", null), [])).toBe(false);
  });
});

describe("the other party of a call", () => {
  const contact = { firstName: "Cleo", lastName: null, email: null };
  const call = answeredCall({ customerDigits: "06 12 34 56 78", line: parisLine, contact });

  it("C1: is read in the country of the line, with what Aircall knows of them", () => {
    const caller = { customerPhone: { kind: "number", e164: "+33612345678" }, contact, country: "FR", internal: false };
    expect(unknownCallerOf(call, lines)).toEqual(caller);
    expect(memoryKey(unknownCallerOf(call, lines))).toBe("+33612345678");
  });

  it("C1, C14: has no country where the line is not known", () => {
    expect(unknownCallerOf({ ...call, line: null }, lines)).toMatchObject({
      customerPhone: { kind: "unusual", digits: "0612345678" },
      country: null,
    });
  });

  it("C19: is internal where it is a line of the company, and all of those are remembered as one", () => {
    const caller = unknownCallerOf({ ...call, customerDigits: "01 70 18 00 01" }, lines);
    expect(caller.internal).toBe(true);
    expect(memoryKey(caller)).toBe("aircall-internal");
  });
});

it("C19: a line is known by all of its digits, and a sender that is a word is none", () => {
  const short = [{ digits: "72 345", country: "FR" }];
  expect(isOwnLine({ kind: "unusual", digits: "72345" }, short)).toBe(true);
  expect(isOwnLine({ kind: "unusual", digits: "92345" }, short)).toBe(false);
  expect(isOwnLine({ kind: "word", word: "72345" }, short)).toBe(false);
  expect(isOwnLine({ kind: "anonymous", told: "72345" }, [{ digits: "anonymous", country: null }])).toBe(false);
  expect(isOwnLine({ kind: "unusual", digits: "***" }, [{ digits: "***", country: null }])).toBe(false);
});

const NOW = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

it.each([
  [0, true],
  [24 * HOUR_MS - 1, true],
  [24 * HOUR_MS, false],
  [-300_000, true],
  [-300_001, false],
  [-2 * HOUR_MS, false],
])("C1: a match that was verified %i ms ago is valid: %s", (age, believed) => {
  expect(isVerified({ verifiedAt: NOW - age }, NOW)).toBe(believed);
});

it("C1: is valid for a shorter time on request", () => {
  expect(isVerified({ verifiedAt: NOW - 600_000 }, NOW, 600_000)).toBe(false);
  expect(isVerified({ verifiedAt: NOW - 599_999 }, NOW, 600_000)).toBe(true);
});
