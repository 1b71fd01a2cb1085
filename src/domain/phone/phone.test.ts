/** Phone numbers in every form that people and vendors write. */
import { describe, expect, it } from "vitest";
import { phoneKey, displayNumber, displayPhone, readPhone, readSender, toE164 } from "./phone.ts";
import { isActivityId, conversationActivityId } from "../activity/work-item.ts";

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
    ["of a range that is not assigned yet", "555-555-5555", "US", "+15555555555"],
    [
      "of a range that is not assigned yet, which would be one of Indonesia with a plus",
      "(621) 234-5678",
      "US",
      "+16212345678",
    ],
    ["with the code that hides one's own before it", "#31#0612345678", "FR", "+33612345678"],
    ["with the code that shows one's own before it", "*31#+33612345678", "FR", "+33612345678"],
    ["with such a code of North America", "*67 (202) 555-0147", "US", "+12025550147"],
    ["an extension after a national number", "06 12 34 56 78 ext. 12", "FR", "+33612345678"],
    ["an extension in French", "06 12 34 56 78 poste 12", "FR", "+33612345678"],
    ["an extension as an address has it", "tel:+33612345678;ext=12", "FR", "+33612345678"],
    ["invisible marks around it", "\u202a\u200e+33 6 12 34 56 78\u202c", null, "+33612345678"],
    ["spaces that do not break", "06\u00a012\u202f34\u00a056 78", "FR", "+33612345678"],
    ["digits as wide as Chinese signs", "＋３３６１２３４５６７８", null, "+33612345678"],
    ["Arabic digits", "٠٦١٢٣٤٥٦٧٨", "FR", "+33612345678"],
    ["dashes of other kinds", "06‑12–34—56−78", "FR", "+33612345678"],
    ["a zero of home after the country code", "+33 06 12 34 56 78", null, "+33612345678"],
    ["the zero that Italy keeps", "+39 06 1234 5678", null, "+390612345678"],
    ["an Argentine mobile as it is dialled at home", "011 15-2345-6789", "AR", "+5491123456789"],
    ["a Mexican mobile as WhatsApp sends it", "+5215512345678", null, "+5215512345678"],
    ["a North American number without its 1, on a line elsewhere", "12025550147", "DE", "+12025550147"],
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
    ["a megabyte of spaces before a digit", `${" ".repeat(1_000_000)}x${" ".repeat(1_000_000)}1`, "FR"],
    ["a megabyte of digits", "0".repeat(1_000_000), "FR"],
    ["a text with a number in it", "please call 0612345678 today", "FR"],
    ["two numbers in one", "+33612345678 / +12025550147", null],
    ["an impossible country", "+999 123 456", null],
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
    expect(readPhone(" 06 12 34 56 78 ", "FR")).toEqual({ kind: "number", e164: "+33612345678" });
  });

  it.each([
    ["72345", "72345"],
    ["112", "112"],
    ["*123#", "*123#"],
    ["+999 123-456", "+999123456"],
  ])("C1: keeps the unusual %s as digits", (told, digits) => {
    expect(readPhone(told, "US")).toEqual({ kind: "unusual", digits });
  });

  it.each([
    ["anonymous", "anonymous"],
    ["Anonymous", "Anonymous"],
    ["unknown 12345", "unknown 12345"],
    ["12", "12"],
    ["+", "+"],
    ["  ", null],
    ["+266696687", "+266696687"],
    ["266696687", "266696687"],
    ["+266 696 687", "+266 696 687"],
    ["7378742833", "7378742833"],
    ["+7378742833", "+7378742833"],
    ["86282452253", "86282452253"],
    ["8656696", "8656696"],
    ["+2562533", "+2562533"],
    ["DHL", "DHL"],
    ["", null],
    [null, null],
  ])("C14: takes %j for an anonymous caller", (digits, told) => {
    expect(readPhone(digits, "FR")).toEqual({ kind: "anonymous", told });
  });
});

describe("readSender", () => {
  it.each(["DHL", "Bank24", "3DSecure", "H&M", "Ваш банк", "PrivatBank", "NUMBER26"])(
    "C14: takes the word %s for a sender of its own",
    (told) => expect(readSender(told, "FR")).toEqual({ kind: "word", word: told }),
  );

  it.each([
    "anonymous",
    "Unknown caller",
    "unknown 12345",
    "Private Number",
    "Numéro masqué",
    "unbekannt",
    "+266696687",
  ])("C14: takes %s for a hidden sender", (told) =>
    expect(readSender(told, "FR")).toEqual({ kind: "anonymous", told }),
  );

  it("C14: takes fifteen characters for a name, no more, and one space for several", () => {
    expect(readSender("ABCDEFGHIJKLMNO", null)).toEqual({ kind: "word", word: "ABCDEFGHIJKLMNO" });
    expect(readSender("ABCDEFGHIJKLMNOP", null).kind).toBe("anonymous");
    expect(readSender("My \t Bank", null)).toEqual({ kind: "word", word: "My Bank" });
  });

  it("C14: takes no sentence for a sender's name, and a number for what it is", () => {
    expect(readSender("call me back on this number", "FR").kind).toBe("anonymous");
    expect(readSender("06 12 34 56 78", "FR")).toEqual({ kind: "number", e164: "+33612345678" });
    expect(readSender(null, "FR")).toEqual({ kind: "anonymous", told: null });
  });
});

describe("callerKey", () => {
  it.each([
    ["Mexico", "+52 1 55 1234 5678", "+52 55 1234 5678"],
    ["Argentina", "+54 9 11 2345 6789", "+54 11 2345-6789"],
    ["Brazil", "+55 11 8765-4321", "+55 11 98765-4321"],
    ["La Réunion", "+33 6 92 12 34 56", "+262 692 12 34 56"],
    ["Mayotte", "+33 6 39 12 34 56", "+262 639 12 34 56"],
    ["Guadeloupe", "+33 6 90 12 34 56", "+590 690 12 34 56"],
    ["Guyane", "+33 6 94 12 34 56", "+594 694 12 34 56"],
    ["Guyane, at home", "+33 5 94 12 34 56", "+594 594 12 34 56"],
    ["Martinique", "+33 6 96 12 34 56", "+596 696 12 34 56"],
    ["Saint-Pierre-et-Miquelon", "+33 5 08 41 23 45", "+508 41 23 45"],
    ["San Marino", "+39 0549 886377", "+378 886377"],
  ])("C1: is the same for both numbers of a subscriber in %s", (_, one, other) => {
    expect(phoneKey(readPhone(one, null))).toBe(phoneKey(readPhone(other, null)));
  });

  it.each([
    ["+33612345678", "+262612345678"],
    ["+5511612345678", "+551112345678"],
    ["+551133334444", "+5511933334444"],
    ["+390612345678", "+39612345678"],
  ])("C1: keeps %s and %s apart", (one, other) => {
    expect(phoneKey(readPhone(one, null))).not.toBe(phoneKey(readPhone(other, null)));
  });

  it("C14: is one for a word in any letter case, and another for another word", () => {
    const key = (word: string) => phoneKey({ kind: "word", word });
    expect(key("dhl")).toBe(key("DHL"));
    expect(new Set(["H&M", "H M", "HM", "H_12_M", "anonymous", "Ж"].map(key)).size).toBe(6);
    expect(["H&M", "Ваш банк", "👨".repeat(15)].every((word) => isActivityId(conversationActivityId(key(word))))).toBe(
      true,
    );
  });

  it("C14: stays the same from version to version, because customers are stored by it", () => {
    const keys = ["DHL", "H&M", "Bank24", "Ж"].map((word) => phoneKey({ kind: "word", word }));
    expect(keys).toEqual(["word-dhl", "word-h_12_m", "word-bank24", "word-_ty_"]);
  });

  it("C1: is the same for one number in two forms", () => {
    const forms = ["06 12 34 56 78", "0033612345678", "+33612345678"].map((form) => phoneKey(readPhone(form, "FR")));
    expect(forms).toEqual(["+33612345678", "+33612345678", "+33612345678"]);
  });

  it("C14: is one word for all anonymous callers, and the digits for the unusual", () => {
    expect(phoneKey(readPhone("anonymous", null))).toBe("anonymous");
    expect(phoneKey(readPhone(null, null))).toBe("anonymous");
    expect(phoneKey(readPhone("72345", "US"))).toBe("72345");
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

describe("displayPhone", () => {
  it.each([
    [{ kind: "number", e164: "+33612345678" }, "+33 6 12 34 56 78"],
    [{ kind: "unusual", digits: "72345" }, "72345"],
    [{ kind: "word", word: "DHL" }, "DHL"],
    [{ kind: "anonymous", told: "266696687" }, null],
  ] as const)("C14: shows %j as %j", (customerPhone, shown) => {
    expect(displayPhone(customerPhone)).toBe(shown);
  });
});
