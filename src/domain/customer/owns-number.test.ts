/** Whether a customer has this phone number. */
import { describe, expect, it } from "vitest";
import { ownsNumber } from "./owns-number.ts";
import type { CustomerPhone } from "../phone/phone.ts";

const paris: CustomerPhone = { kind: "number", e164: "+33612345678" };
const short: CustomerPhone = { kind: "unusual", digits: "72345" };
const owns = (phones: string[], customerPhone: CustomerPhone = paris, externalId: string | null = null) =>
  ownsNumber({ phones, externalId }, customerPhone, "FR");

describe("a customer", () => {
  it("C1: has the number in whatever way it is stored, among others", () => {
    for (const stored of ["+33612345678", "06 12 34 56 78", "0033612345678"])
      expect(owns(["+33700000000", stored])).toBe(true);
  });

  it("C1: has it as their own country writes it, whichever line is called", () => {
    for (const country of ["GB", "US", null])
      expect(ownsNumber({ phones: ["06 12 34 56 78"] }, paris, country)).toBe(true);
  });

  it("I5: has it no more once it is gone, or another one is there", () => {
    expect([owns([]), owns(["+33612345679"]), owns(["+32612345678"])]).toEqual([false, false, false]);
  });

  it("C1: has a short code as it is stored", () => {
    expect([owns(["72 345"], short), owns(["72346"], short), owns([], short)]).toEqual([true, false, false]);
  });

  it("C18: has a number that Gorgias rejected, by the service's own id", () => {
    expect(owns([], paris, "aircall-phone-+33612345678")).toBe(true);
    expect(owns([], short, "aircall-phone-72345")).toBe(true);
    expect(owns([], paris, "aircall-phone-+33612345679")).toBe(false);
  });

  it("C1: has a code as it is stored, with its signs, and in letters of any script", () => {
    const code: CustomerPhone = { kind: "unusual", digits: "*31#600" };
    expect([owns(["*31# 600"], code), owns(["31600"], code), owns(["(*31#) 600"], code)]).toEqual([true, false, true]);
    expect(owns(["7234é5"], short)).toBe(false);
    expect(owns(["72346", "72345"], short)).toBe(true);
  });

  it("C18: has no number by the id of another kind", () => {
    expect(owns([], short, "aircall-phone-72346")).toBe(false);
    expect(owns([], paris, null)).toBe(false);
    expect(ownsNumber({ phones: [] }, paris, "FR")).toBe(false);
  });

  it("C1, C18: has any variant of the number that Gorgias rejected", () => {
    const mexican: CustomerPhone = { kind: "number", e164: "+525512345678" };
    expect(owns([], mexican, "aircall-phone-+5215512345678")).toBe(true);
  });

  it("C14: needs no number for a sender that is a word", () => {
    expect(owns([], { kind: "word", word: "DHL" })).toBe(true);
  });

  it("C14: needs no number for a caller without one", () => {
    expect(owns([], { kind: "anonymous", told: null })).toBe(true);
  });
});
