/** The choice among customers, the draft of a new one, and their names in subjects. */
import { describe, expect, it } from "vitest";
import { chooseCustomer, draftCustomer, nameOf } from "./customer.ts";
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

describe("nameOf", () => {
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
