/** The translations that customers and agents see, word for word, and values that try to inject more. */
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { translationsFor, type TextKey } from "./translations.ts";

const customer = "Ada Byron";

/** The table of docs/behaviour.md. Rules and views of a help desk rely on these words. */
const PROMISED: [TextKey, string, string][] = [
  ["subject.inboundCall", "Inbound call: Ada Byron", "Appel entrant\u00a0: Ada Byron"],
  ["subject.outboundCall", "Outbound call: Ada Byron", "Appel sortant\u00a0: Ada Byron"],
  ["subject.sms", "SMS Conversation with Ada Byron", "Conversation SMS avec Ada Byron"],
  ["tag.aircall", "Aircall", "Aircall"],
  ["tag.inboundCall", "Inbound call", "Appel entrant"],
  ["tag.outboundCall", "Outbound call", "Appel sortant"],
  ["tag.voicemail", "Voicemail", "Messagerie vocale"],
  ["tag.callbackRequest", "Callback request", "Demande de rappel"],
  ["tag.callbackDone", "Callback done", "Rappel effectué"],
  ["tag.missedCall", "Missed call", "Appel manqué"],
  ["tag.aircallSms", "Aircall SMS", "Aircall SMS"],
];

describe("translations", () => {
  it.each(PROMISED)("N7: %s is %j, in French %j", (key, english, french) => {
    expect(translationsFor("en").say(key, { customer })).toBe(english);
    expect(translationsFor("fr").say(key, { customer })).toBe(french);
  });

  it("N7: know their language", () => {
    expect([translationsFor("en").language, translationsFor("fr").language]).toEqual(["en", "fr"]);
  });

  it("N7: have in both languages the same keys and the same blanks", () => {
    const blanks = (catalogue: typeof en) =>
      Object.entries(catalogue).map(([section, texts]) => [
        section,
        Object.entries(texts).map(([key, text]) => [key, [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort()]),
      ]);
    expect(blanks(fr)).toEqual(blanks(en));
  });

  it("N7: say nothing in French that is left in English by mistake", () => {
    const alike = Object.entries(en.sentence).filter(
      ([key, text]) => fr.sentence[key as keyof typeof fr.sentence] === text,
    );
    expect(alike).toEqual([]);
  });

  it.each([
    "$t(tag.aircall)",
    "{{customer}}",
    "$& $1 $$ $`",
    "<b>&amp;</b>",
    "a{{b",
    "__proto__",
    "}} {{number}} $t(x",
  ])("C3: put a caller named %j in as they are named", (name) => {
    expect(translationsFor("en").say("subject.inboundCall", { customer: name })).toBe(`Inbound call: ${name}`);
  });
});
