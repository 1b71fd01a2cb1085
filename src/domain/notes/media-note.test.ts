/** The note about a recording or a voicemail. */
import { describe, expect, it } from "vitest";
import { answeredCall } from "../../../test/fixtures/call-events.ts";
import { planFacts } from "../../../test/fixtures/plan-facts.ts";
import { mediaNote } from "./media-note.ts";
import { renderNote } from "./note.ts";

const english = planFacts(answeredCall());
const french = planFacts(answeredCall(), { language: "fr" });
const recording = { kind: "recording" as const, url: "https://files.example.com/secret-link", availableAt: 0 };
const voicemail = { ...recording, kind: "voicemail" as const };
const file = { url: "https://uploads.example.com/1", name: "1.mp3", contentType: "audio/mpeg", size: 3 };

describe("mediaNote", () => {
  it.each([
    [{ kind: "attached", file }, "The file is attached.", "Le fichier est joint."],
    [
      { kind: "too large", bytes: 500 * 1024 * 1024 + 1 },
      "The file is too large to be attached (501 MB). It can be heard in Aircall.",
      "Le fichier est trop volumineux pour être joint (501 Mo). Il peut être écouté dans Aircall.",
    ],
    [
      { kind: "refused", reason: { code: "host_not_allowed", host: "x" } },
      "The file could not be attached. It can be heard in Aircall.",
      "Le fichier n’a pas pu être joint. Il peut être écouté dans Aircall.",
    ],
    [{ kind: "linked" }, "It can be heard in Aircall.", "Il peut être écouté dans Aircall."],
  ] as const)("C10: says of %j what became of it", (outcome, inEnglish, inFrench) => {
    expect(mediaNote("7", recording, outcome, english)?.sentences).toEqual([inEnglish]);
    expect(mediaNote("7", recording, outcome, french)?.sentences).toEqual([inFrench]);
  });

  it("C10: is headed by its kind", () => {
    const titles = [recording, voicemail].flatMap((media) =>
      [english, french].map((around) => mediaNote("7", media, { kind: "linked" }, around)?.title),
    );
    expect(titles).toEqual(["Call recording", "Enregistrement de l’appel", "Voicemail", "Messagerie vocale"]);
  });

  it("C10: links the dashboard and never Aircall's short-lived address", () => {
    const note = mediaNote("7", recording, { kind: "too large", bytes: 1 }, english);
    expect(note?.fields).toEqual([
      {
        label: "Call in the Aircall dashboard",
        value: "https://dashboard.aircall.io/calls/7",
        href: "https://dashboard.aircall.io/calls/7",
      },
    ]);
    expect(JSON.stringify(note && renderNote(note, "en"))).not.toContain("secret-link");
  });

  it("C10: is none for a file that is gone", () => {
    expect(mediaNote("7", recording, { kind: "gone" }, english)).toBeNull();
  });
});
