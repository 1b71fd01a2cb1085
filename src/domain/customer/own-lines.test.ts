/** Which external parties are lines of the company. */
import { describe, expect, it } from "vitest";
import { isOwnLine } from "./own-lines.ts";
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
