/** Whose thread a message belongs to, whatever the form of the number. */
import { describe, expect, it } from "vitest";
import { message } from "../../../test/fixtures/text-messages.ts";
import { threadPhone } from "./thread-phone.ts";

/** The digits of the line that received these messages. */
const OWN = "12025550100";
const groupOf = (...participants: string[]) => ({ id: "GC1", participants });
const number = (e164: string) => ({ kind: "number", e164 });

describe("the thread of a message", () => {
  it("M1: is that of the other party, read in the line's country", () => {
    expect(threadPhone(message({ customerDigits: "(202) 555-0147" }))).toEqual(number("+12025550147"));
    expect(threadPhone(message({ customerDigits: "+12025550147", line: null }))).toEqual(number("+12025550147"));
    expect(threadPhone(message({ customerDigits: null }))).toEqual({ kind: "anonymous", told: null });
  });
});

describe("the thread of a group's message", () => {
  const [first, second, third] = ["+12025550111", "+12025550147", "+33612345678"] as const;

  it("M2: is the same for every writer, and for every order and form of the group", () => {
    const orders = [
      [first, second, third],
      [third, first, second],
      [second, third, "(202) 555-0111"],
    ];
    for (const participants of orders) {
      for (const customerDigits of [first, second, third, null]) {
        expect(threadPhone(message({ group: groupOf(...participants), customerDigits }))).toEqual(number(first));
      }
    }
  });

  it("M2: is never the line's own, though it is counted among the people", () => {
    expect(threadPhone(message({ group: groupOf(OWN, second) }))).toEqual(number(second));
    expect(threadPhone(message({ group: groupOf(second, "(202) 555-0100") }))).toEqual(number(second));
  });

  it("M2: is that of the other party where Aircall names no one else", () => {
    for (const group of [groupOf(), groupOf(OWN)]) {
      expect(threadPhone(message({ group, customerDigits: third }))).toEqual(number(third));
    }
  });

  it("M2: is found also where nothing is known of the line", () => {
    expect(threadPhone(message({ group: groupOf(third, second), line: null }))).toEqual(number(second));
  });
});
