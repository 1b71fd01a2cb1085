/** Each code has its sentence in both languages, and shows its parameters. */
import { describe, expect, it } from "vitest";
import { deliveryOutcomes, fileReasons, reasons } from "../../../test/fixtures/reasons.ts";
import { CONNECTION_REASONS } from "./connection-reason.ts";
import { DELIVERY_OUTCOME_CODES, deliveryOutcomeSchema } from "./delivery-outcome.ts";
import { FILE_REASON_CODES, fileReasonSchema } from "./file-reason.ts";
import { REASON_CODES, reasonSchema, type Reason } from "./reason.ts";
import { sayConnectionReason, sayFileReason, sayOutcome, sayReason } from "./say-reason.ts";

type Language = "en" | "fr";

const kinds: [string, readonly string[], (language: Language, code: string) => string][] = [
  ["reason", REASON_CODES, (language, code) => sayReason(language, reasons[code as Reason["code"]])],
  [
    "outcome",
    DELIVERY_OUTCOME_CODES,
    (language, code) => sayOutcome(language, deliveryOutcomes[code as keyof typeof deliveryOutcomes]),
  ],
  [
    "file",
    FILE_REASON_CODES,
    (language, code) => sayFileReason(language, fileReasons[code as keyof typeof fileReasons]),
  ],
  ["connection", CONNECTION_REASONS, sayConnectionReason],
];
const all = kinds.flatMap(([kind, codes, say]) => codes.map((code) => ({ kind, code, say })));

describe("sentences", () => {
  it.each(all)("say $kind $code in English and in French", ({ code, say }) => {
    const [english, french] = [say("en", code), say("fr", code)];
    for (const said of [english, french]) {
      expect(said).toMatch(/\p{L}{2}/u);
      expect(said).not.toMatch(/undefined|null|\[object|[a-z]_/);
    }
    // An unknown code is shown as it is.
    expect(french === english).toBe(code === "other");
  });

  it.each([
    [
      "en",
      "Gorgias rejected a request (403, POST /tickets). It says: “Quota exceeded.” Raise the quota or the permissions in Gorgias.",
    ],
    [
      "fr",
      "Gorgias a rejeté une requête (403, POST /tickets). Il répond\u00A0: «\u00A0Quota exceeded.\u00A0» Augmentez le quota ou les droits dans Gorgias.",
    ],
  ] as const)("C18: tell in %s what Gorgias rejected, in its words, and what to do", (language, sentence) => {
    expect(sayReason(language, reasons.vendor_rejected)).toBe(sentence);
  });

  it("leave out what is not known", () => {
    const bare: Reason = { ...reasons.vendor_rejected, status: null, request: null, detail: null };
    expect(sayReason("en", bare)).toBe("Gorgias rejected a request.");
    expect(sayReason("en", { ...bare, status: 403 })).toContain("not allowed to do this");
  });

  it("I2: say why there was no card", () => {
    expect(sayReason("en", reasons.card_failed)).toBe("No insight card: Aircall did not answer.");
    expect(sayReason("fr", { code: "card_failed", cause: reasons.no_capacity })).toBe(
      "Pas de carte Insight\u00A0: la limite API de Gorgias était épuisée.",
    );
  });

  it("C8, C19: name the setting that leaves something out, also one of a later version", () => {
    const leftOut = (setting: string) => ({ code: "left_out_by_setting" as const, setting });
    expect(sayReason("en", leftOut("unansweredOutbound"))).toBe(
      "The setting “Unanswered outbound calls” leaves it out.",
    );
    expect(sayReason("en", leftOut("ofTomorrow"))).toBe("The setting “ofTomorrow” leaves it out.");
    expect(sayOutcome("fr", { code: "ignored", why: "left_out_by_setting", setting: "internalCalls" })).toBe(
      "Ignoré – Le réglage «\u00A0Appels et messages entre vos propres numéros\u00A0» l’exclut.",
    );
  });

  it("show a code of a later version as it is", () => {
    expect(sayReason("fr", { code: "of_tomorrow" } as unknown as Reason)).toBe("of_tomorrow");
    expect(sayConnectionReason("en", "of tomorrow")).toBe("of tomorrow");
  });
});

describe("schemas", () => {
  it.each(Object.values(reasons))("take the reason $code", (reason) => {
    expect(reasonSchema.parse(JSON.parse(JSON.stringify(reason)))).toEqual(reason);
  });

  it.each(Object.values(deliveryOutcomes))("take the outcome $code", (outcome) => {
    expect(deliveryOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });

  it.each(Object.values(fileReasons))("take of a file $code", (reason) => {
    expect(fileReasonSchema.parse(JSON.parse(JSON.stringify(reason)))).toEqual(reason);
  });
});
