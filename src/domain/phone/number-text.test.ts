/** What is a number within a text, and what only stands beside it. */
import { describe, expect, it } from "vitest";
import { numbersIn, onlyNumber, plainText } from "./number-text.ts";

const digitsIn = (text: string) => numbersIn(text).map(({ digits }) => digits);

describe("a text as plain signs", () => {
  it.each([
    ["marks around it, and the spaces within these", "\u202a 06 12 \u202c", "06 12"],
    ["control characters", "06\u000012\u007f34", "061234"],
    ["a sign that stands for an object", "\ufffc0612\ufffd", "0612"],
    ["accents on their own", "0\u0301612", "0612"],
  ])("C1: has no longer %s", (_, told, plain) => {
    expect(plainText(told)).toBe(plain);
  });

  it("C1: keeps its lines and tabs", () => {
    expect(plainText("06\n12\r34\t56")).toBe("06\n12\r34\t56");
  });

  it("C1: has ASCII digits and dashes", () => {
    expect(plainText("٠٩ ۰۹ ०९ ０９ 09")).toBe("09 09 09 09 09");
    expect(plainText("1‐2‑3–4—5−6-7")).toBe("1-2-3-4-5-6-7");
  });
});

describe("the only number of a text", () => {
  it("C1: has its digits, its groups, and a plus at its beginning", () => {
    expect(onlyNumber("+33 6 12-34.56 78")).toEqual({
      plus: true,
      digits: "33612345678",
      groups: ["33", "6", "12", "34", "56", "78"],
    });
    expect(onlyNumber("06 12345678")).toEqual({ plus: false, digits: "0612345678", groups: ["06", "12345678"] });
    expect(onlyNumber("")).toEqual({ plus: false, digits: "", groups: [] });
  });

  it("C1: has a plus after other signs, but none after digits", () => {
    expect(["(+33) 612345678", " ( +33612345678"].map((text) => onlyNumber(text)?.plus)).toEqual([true, true]);
    expect(onlyNumber("12-+33612345678")?.plus).toBe(false);
  });

  it.each([
    ["+33 (0)6 12 34 56 78", "33612345678"],
    ["+33(0)612345678", "33612345678"],
    ["+33 - (0) 612345678", "33612345678"],
    ["+33 [0] 612345678", "33612345678"],
    ["+33 ( 0 ) 612345678", "33612345678"],
    ["+33 (  0  ) 612345678", "33612345678"],
    ["(0)612345678", "0612345678"],
    ["+ (0) 612345678", "0612345678"],
    ["+33 (06) 12345678", "330612345678"],
    ["+33 0 612345678", "330612345678"],
    ["+33 (10) 612345678", "3310612345678"],
  ])("C1: omits the zero of home in brackets after the country code: %s", (text, digits) => {
    expect(onlyNumber(text)?.digits).toBe(digits);
  });

  it("C1: is one piece where only that zero is between its digits", () => {
    expect(onlyNumber("+33(0)612345678")?.groups).toEqual(["33612345678"]);
  });

  it.each([
    ["an address", "tel:+33612345678", "33612345678"],
    ["an address with spaces around its scheme", " sips:0612345678", "0612345678"],
    ["an address with a host", "sip:+33612345678@example.com;user=phone", "33612345678"],
    ["an address with parameters", "tel:+33612345678;phone-context=example.com", "33612345678"],
    ["an extension", "06 12 34 56 78 ext. 12", "0612345678"],
    ["a short number with a sign that may begin an extension", "12345 #678", "12345678"],
    ["the shortest number that may have an extension", "123456 #78", "123456"],
    ["groups that are separated like numbers", "06,12,34,56,78", "0612345678"],
    ["a few digits more, which are no number", "0612345678, 123", "0612345678"],
    ["a number and its area code", "030/12345678", "03012345678"],
    ["three digits", "112", "112"],
  ])("C1: is found in %s", (_, text, digits) => {
    expect(onlyNumber(text)?.digits).toBe(digits);
  });

  it.each(["0612345678, 1234", "0612345678 / 0798765432", "1234567 - 7654321", "call 0612345678", "0612345678\n1234"])(
    "C1: is none in %j",
    (text) => {
      expect(onlyNumber(text)).toBeNull();
    },
  );

  it("C1: is searched in a text of 400 characters, and in no longer one", () => {
    expect(onlyNumber("0612345678".padEnd(400))?.digits).toBe("0612345678");
    expect(onlyNumber("0612345678".padEnd(401))).toBeNull();
  });
});

describe("all numbers of a text", () => {
  it.each([
    ["0612345678, 1234", ["0612345678", "1234"]],
    ["0612345678 / 0798765432", ["0612345678", "0798765432"]],
    ["1234567 / 7654321", ["1234567", "7654321"]],
    ["1234567 - 7654321", ["1234567", "7654321"]],
    ["030/12345678", ["03012345678"]],
    ["030/123456, 0612345678", ["030123456", "0612345678"]],
    ["06,12,34,56,78", ["0612345678"]],
    ["+33612345678 +12025550147", ["33612345678", "12025550147"]],
    ["+33612345678+12025550147", ["33612345678", "12025550147"]],
    ["Flat 12, Tel 0612345678", ["0612345678"]],
    ["12 Tel 0612345678 x", ["0612345678"]],
    ["home 0612345678 work 0798765432", ["0612345678", "0798765432"]],
    ["12345 #678", ["12345678"]],
    ["123456 #78", ["123456"]],
    ["sip:0612345678@10.20.30.40", ["0612345678"]],
    ["tel:+33-6-12-34-56-78", ["33612345678"]],
    ["123", []],
    ["", []],
  ])("C1: are found in %j", (text, digits) => {
    expect(digitsIn(text)).toEqual(digits);
  });

  it.each(["or", "and", "ou", "et", "oder", "und", "o", "y", "e", "OR"])("C1: are separated by the word %s", (word) => {
    expect(digitsIn(`0612345678 ${word} 0798765432`)).toEqual(["0612345678", "0798765432"]);
  });

  it("C1: are searched within the first 400 characters", () => {
    expect(digitsIn("0612345678".padStart(400))).toEqual(["0612345678"]);
    expect(digitsIn("0612345678".padStart(401))).toEqual(["061234567"]);
  });
});
