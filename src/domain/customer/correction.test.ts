/** What an agent corrects who moves a ticket to another customer. */
import { describe, expect, it } from "vitest";
import type { CustomerCard } from "../ports/help-desk.ts";
import type { CustomerPhone } from "../phone/phone.ts";
import { canBeCorrected, correctedTo } from "./correction.ts";

const paris: CustomerPhone = { kind: "number", e164: "+33612345678" };
const bob: CustomerCard = {
  id: 9,
  name: "Bob",
  email: "bob@example.com",
  externalId: null,
  phones: [],
  emails: ["bob@example.com"],
  note: null,
};

describe("whose a number is", () => {
  it("C1: is corrected for a number alone, which is no line of the company", () => {
    expect(canBeCorrected(paris, false)).toBe(true);
    expect(canBeCorrected(paris, true)).toBe(false);
    expect(canBeCorrected({ kind: "unusual", digits: "72345" }, false)).toBe(false);
    expect(canBeCorrected({ kind: "anonymous", told: null }, false)).toBe(false);
  });

  it("C1: is the ticket's new customer, who is believed without having the number", () => {
    const customer = { id: 9, name: "Bob", email: "bob@example.com" };
    expect(correctedTo(bob, paris, "FR")).toEqual({ customer, others: [], corrected: true });
    const owner = { ...bob, phones: ["06 12 34 56 78"] };
    expect(correctedTo(owner, paris, "FR")).toEqual({ customer, others: [], corrected: false });
  });
});
