/** The choice among customers, the draft of a new one, and their names in subjects. */
import { describe, expect, it } from "vitest";
import {
  chooseCustomer,
  contactName,
  draftCustomer,
  draftInternal,
  introductionOf,
  nameOf,
  type FoundCustomer,
} from "./customer.ts";
import type { LeftOut } from "../ticket/left-out.ts";
import { readPhone, type CustomerPhone } from "../phone/phone.ts";
import { defaultSettings } from "../settings/settings.ts";
import { translationsFor } from "../translations/translations.ts";

const customer = (id: number, name: string | null = "Ada Byron") => ({ id, name, email: null });
const paris: CustomerPhone = readPhone("+33612345678", null);
const short: CustomerPhone = { kind: "unusual", digits: "72345" };
const anonymous: CustomerPhone = { kind: "anonymous", told: "anonymous" };
const [en, fr] = [translationsFor("en"), translationsFor("fr")];

describe("chooseCustomer", () => {
  const found = [customer(9), customer(5), customer(7)];

  it("C1: takes the one with the latest activity", () => {
    const seen = new Map([
      [5, 1000],
      [7, 3000],
      [9, 2000],
    ]);
    expect(chooseCustomer(found, seen)?.id).toBe(7);
  });

  it("C1: takes the lowest id where nothing, or the same, is known", () => {
    expect(chooseCustomer(found, new Map())?.id).toBe(5);
    const even = new Map([
      [9, 1000],
      [7, 1000],
    ]);
    expect(chooseCustomer(found, even)?.id).toBe(7);
  });

  it("C1: takes none from an empty list", () => {
    expect(chooseCustomer([], new Map([[1, 1]]))).toBeNull();
  });
});

describe("draftCustomer", () => {
  it("C2: names an unknown caller by the number and generates an e-mail", () => {
    expect(draftCustomer(paris, null, defaultSettings, "4711")).toEqual({
      name: "Aircall New Contact +33612345678",
      email: "4711@aircall.io",
      phone: "+33612345678",
      externalId: null,
    });
  });

  it("C2: takes name and e-mail of the contact", () => {
    const contact = { firstName: "Ada", lastName: "Byron", email: " Ada@Example.com " };
    expect(draftCustomer(paris, contact, defaultSettings, "4711")).toEqual({
      name: "Ada Byron",
      email: "ada@example.com",
      phone: "+33612345678",
      externalId: null,
    });
  });

  it.each([
    [{ firstName: "Ada", lastName: null, email: null }, "Ada", "4711@aircall.io"],
    [{ firstName: null, lastName: "Byron", email: "" }, "Byron", "4711@aircall.io"],
    [{ firstName: " ", lastName: null, email: "a@example.com" }, "Aircall New Contact +33612345678", "a@example.com"],
  ])("C2: works with the fields of the contact: %j", (contact, name, email) => {
    expect(draftCustomer(paris, contact, defaultSettings, "4711")).toMatchObject({ name, email });
  });

  const emailFor = (email: string) =>
    draftCustomer(paris, { firstName: null, lastName: null, email }, defaultSettings, "4711").email;

  it.each(["a@b.co", "first.last+tag@mail.example.co.uk", `${"a".repeat(242)}@example.com`])(
    "C2: takes the contact's e-mail %s",
    (email) => {
      expect(emailFor(email)).toBe(email);
    },
  );

  it.each([
    "ada",
    "ada@example",
    "@example.com",
    "ada@example.com, bob@example.com",
    "Ada <ada@example.com>",
    "my ada@example.com",
    "ada@example.com now",
    "ada@example..com",
    "ada@example.com.",
    `${"a".repeat(243)}@example.com`,
  ])("C2: makes an e-mail up where the contact's is none that Gorgias takes: %s", (email) => {
    expect(emailFor(email)).toBe("4711@aircall.io");
  });

  it("C2: generates the e-mail in the domain of the setting, or not at all", () => {
    const own = { ...defaultSettings, madeUpEmailDomain: "calls.example.com" };
    expect(draftCustomer(paris, null, own, "4711").email).toBe("4711@calls.example.com");
    const without = { ...defaultSettings, missingEmail: "none" as const };
    expect(draftCustomer(paris, null, without, "4711").email).toBeNull();
    const contact = { firstName: null, lastName: null, email: "a@example.com" };
    expect(draftCustomer(paris, contact, without, "4711").email).toBe("a@example.com");
  });

  it("C2: names the caller of a short code by its digits", () => {
    expect(draftCustomer(short, null, defaultSettings, "1")).toMatchObject({
      name: "Aircall New Contact 72345",
      phone: "72345",
    });
  });

  it("C14: makes one customer for all anonymous callers, without phone, whatever the contact says", () => {
    const contact = { firstName: "Ada", lastName: null, email: "a@example.com" };
    expect(draftCustomer(anonymous, contact, defaultSettings, "4711")).toEqual({
      name: "Anonymous caller",
      email: "4711@aircall.io",
      phone: null,
      externalId: "aircall-anonymous",
    });
    const french = { ...defaultSettings, language: "fr" as const };
    expect(draftCustomer(anonymous, null, french, "4711").name).toBe("Appelant anonyme");
  });
});

describe("the name in the address book", () => {
  it.each([
    [{ firstName: "Ada", lastName: "Byron", email: null, company: "ACME" }, "Ada Byron"],
    [{ firstName: " ", lastName: null, email: null, company: " ACME " }, "ACME"],
    [{ firstName: "Ada\u0000\u0007", lastName: "By\r\nron", email: null }, "Ada By ron"],
    [{ firstName: "\u0000", lastName: null, email: null, company: "\u0000" }, null],
    [{ firstName: null, lastName: null, email: null, company: "" }, null],
    [null, null],
  ])("C2: is the person's, else the company's, without control characters: %j", (contact, name) => {
    expect(contactName(contact)).toBe(name);
  });
});

describe("customers who are no number", () => {
  const word: CustomerPhone = { kind: "word", word: "DHL" };

  it("C14: a sender that is a word is a customer of its own under that name", () => {
    const contact = { firstName: "Ada", lastName: null, email: "a@example.com" };
    expect(draftCustomer(word, contact, defaultSettings, "4711")).toEqual({
      name: "DHL",
      email: "4711@aircall.io",
      phone: null,
      externalId: "aircall-word-dhl",
    });
    const without = { ...defaultSettings, missingEmail: "none" as const };
    expect([word, anonymous].map((one) => draftCustomer(one, null, without, "4711").email)).toEqual([null, null]);
  });

  it("C19: the company's own lines share one customer, in the language of the connection", () => {
    const own = { name: "Internal", email: "4711@aircall.io", phone: null, externalId: "aircall-internal" };
    expect(draftInternal(defaultSettings, "4711")).toEqual(own);
    const french = { ...defaultSettings, language: "fr", missingEmail: "none" } as const;
    expect(draftInternal(french, "4711")).toEqual({ ...own, name: "Interne", email: null });
  });
});

describe("how a ticket introduces its customer", () => {
  const found = (more: Partial<FoundCustomer> = {}): FoundCustomer => ({
    customer: customer(1),
    how: "phone search",
    others: [],
    created: false,
    ...more,
  });
  const without = (part: LeftOut["part"]): LeftOut[] => [
    { part, value: null, code: "rejected", vendor: "gorgias", status: 400, detail: null },
  ];
  const adopted = found({ how: "e-mail taken" });

  it.each([
    ["not at all where no customer was found", [], null],
    ["not at all where the number found them", [found()], null],
    ["as created", [found({ created: true, how: "created" })], "created"],
    ["as created, also where they were found otherwise since", [adopted, found({ created: true })], "created"],
    ["as one who got the number", [found(), adopted], "number added"],
    ["as one who got the number, without its name", [{ ...adopted, leftOut: without("name") }], "number added"],
    ["as one whose number Gorgias rejected", [{ ...adopted, leftOut: without("phone") }], "number refused"],
    [
      "as one whose number Gorgias rejected, and more",
      [{ ...adopted, leftOut: [...without("name"), ...without("phone")] }],
      "number refused",
    ],
  ])("C2: %s", (_how, customers, introduction) => {
    expect(introductionOf(customers)).toBe(introduction);
  });
});

describe("nameOf", () => {
  it("C3: has no control characters, and consists of more than those", () => {
    expect(nameOf(customer(1, "Ada\u0000\u0007Byron\n"), paris, en)).toBe("Ada Byron");
    expect(nameOf(customer(1, "\u0007"), paris, en)).toBe("+33 6 12 34 56 78");
  });

  it("C3: may have the words of a placeholder within it", () => {
    expect(nameOf(customer(1, "No Aircall New Contact"), paris, en)).toBe("No Aircall New Contact");
  });

  it("C14: is the word of a sender", () => {
    expect(nameOf(customer(1, null), { kind: "word", word: "DHL" }, en)).toBe("DHL");
  });

  it("C3: is the customer's name", () => {
    expect(nameOf(customer(1, " Ada Byron "), paris, en)).toBe("Ada Byron");
  });

  it.each([null, "", "  ", "Aircall New Contact +33612345678"])("C3: is the number where the name is %j", (name) => {
    expect(nameOf(customer(1, name), paris, en)).toBe("+33 6 12 34 56 78");
    expect(nameOf(customer(1, name), short, en)).toBe("72345");
  });

  it("C14: is the anonymous caller in the language of the connection", () => {
    expect(nameOf(customer(1, "Anonymous caller"), anonymous, en)).toBe("Anonymous caller");
    expect(nameOf(customer(1, "Anonymous caller"), anonymous, fr)).toBe("Appelant anonyme");
  });
});
