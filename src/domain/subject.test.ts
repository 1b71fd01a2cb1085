/** The ids of what deliveries are about, made and parsed. */
import { describe, expect, it } from "vitest";
import { callSubject, cardSubject, idOf, isSubject, kindOf, textSubject } from "./subject.ts";

describe("a subject", () => {
  it.each(["3123456789", "n-1", "anonymous"])("names the call %s and gives its id back", (id) => {
    expect(callSubject(id)).toBe(`call:${id}`);
    expect([kindOf(callSubject(id)), idOf(callSubject(id))]).toEqual(["call", id]);
  });

  it.each(["+33612345678", "*31#600", "3635", "anonymous", "group-41f0"])(
    "names the conversation %s and gives its key back",
    (key) => {
      expect(textSubject(key)).toBe(`text:${key}`);
      expect([kindOf(textSubject(key)), idOf(textSubject(key))]).toEqual(["conversation", key]);
    },
  );

  it("names a call's card and gives the call's id back", () => {
    expect(cardSubject("3123456789")).toBe("card:3123456789");
    expect([kindOf("card:3123456789"), idOf("card:3123456789")]).toEqual(["card", "3123456789"]);
    expect([kindOf("call:card:"), idOf("call:card:")]).toEqual(["call", "card:"]);
  });

  it("keeps apart a call, its card and a conversation with the same id", () => {
    expect(new Set([callSubject("3635"), cardSubject("3635"), textSubject("3635")]).size).toBe(3);
  });

  it.each([
    callSubject("1"),
    callSubject("n-1"),
    cardSubject("1"),
    textSubject("*31#600"),
    textSubject(`+${"9".repeat(99)}`),
  ])("is known by its form: %s", (subject) => {
    expect(isSubject(subject)).toBe(true);
  });

  it.each([
    "",
    "1",
    "call:",
    "text:",
    "call",
    "Call:1",
    " call:1",
    "call:1\n",
    "call:1 2",
    "call:+33612345678",
    "call:\0",
    "text:a/b",
    "text:call:1",
    `call:${"1".repeat(101)}`,
    `text:${"1".repeat(101)}`,
  ])("is not %j", (text) => {
    expect(isSubject(text)).toBe(false);
  });
});
