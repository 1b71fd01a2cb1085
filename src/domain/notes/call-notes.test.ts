/** What the notes of a call say, in both languages. Checks that external text stays text. */
import { describe, expect, it } from "vitest";
import { ada, answeredCall, bob, comment, parisLine, voicemailCall } from "../../../test/fixtures/call-events.ts";
import type { Call } from "../call/call.ts";
import { translationsFor } from "../translations/translations.ts";
import { answeredNote, commentNote, endedNote, unansweredNote } from "./call-notes.ts";
import { renderNote, type NoteContent } from "./note.ts";

const callUrl = (id: string) => `https://dashboard.aircall.io/calls/${encodeURIComponent(id)}`;
const english = { translations: translationsFor("en"), callUrl };
const french = { translations: translationsFor("fr"), callUrl };
const DASHBOARD = "https://dashboard.aircall.io/calls/3123456789";

/** The visible fields, by their label. */
function fieldsOf(note: NoteContent): Record<string, string> {
  return Object.fromEntries(note.fields.filter(({ value }) => value !== "").map(({ label, value }) => [label, value]));
}

const paris: Partial<Call> = { line: parisLine, customerDigits: "06 12 34 56 78" };

describe("answeredNote", () => {
  it("C6: shows times, direction, both numbers, the IVR choices and the team", () => {
    const ivr = [
      { key: "2", title: "Billing" },
      { key: "1", title: null },
      { key: null, title: "Sales" },
    ];
    const note = answeredNote(answeredCall({ teams: ["Sales", "VIP"], ivr }), english);
    expect(note.title).toBe("Call answered");
    expect(note.sentences).toEqual([]);
    expect(fieldsOf(note)).toEqual({
      "Start time": "9 Oct 2025, 04:53:20 UTC-4",
      "Answered time": "9 Oct 2025, 04:53:32 UTC-4",
      "Call direction": "Inbound",
      "Customer number": "+1 202 555 0147",
      "Aircall number": "Support US (+1 202 555 0100)",
      "IVR options": "Billing, 1, Sales",
      "Aircall team": "Sales, VIP",
    });
  });

  it("C6: is in French, in the line's zone, with numbers in international format", () => {
    const note = answeredNote(answeredCall({ ...paris, direction: "outbound" }), french);
    expect(note.title).toBe("Appel décroché");
    expect(fieldsOf(note)).toEqual({
      "Heure de début": "9 oct. 2025, 10:53:20 UTC+2",
      "Heure de décroché": "9 oct. 2025, 10:53:32 UTC+2",
      "Direction de l’appel": "Sortant",
      "Numéro du client": "+33 6 12 34 56 78",
      "Numéro Aircall": "Accueil (+33 1 84 88 00 00)",
    });
  });

  it("C6: leaves out what is not known: IVR, team, line, zone", () => {
    expect(fieldsOf(answeredNote(answeredCall({ line: null }), english))).toEqual({
      "Start time": "9 Oct 2025, 08:53:20 UTC",
      "Answered time": "9 Oct 2025, 08:53:32 UTC",
      "Call direction": "Inbound",
      "Customer number": "+1 202 555 0147",
    });
  });

  it.each([
    ["anonymous", "Withheld", "Masqué"],
    [null, "Withheld", "Masqué"],
    ["72345", "72345", "72345"],
  ])("C14: shows the caller %j as %j, in French as %j", (customerDigits, inEnglish, inFrench) => {
    const call = answeredCall({ customerDigits });
    expect(fieldsOf(answeredNote(call, english))["Customer number"]).toBe(inEnglish);
    expect(fieldsOf(answeredNote(call, french))["Numéro du client"]).toBe(inFrench);
  });
});

describe("endedNote", () => {
  it("C7: shows end, duration, agent and dashboard", () => {
    const note = endedNote(answeredCall(), english);
    expect(note).toMatchObject({ title: "Call ended", sentences: [] });
    expect(fieldsOf(note)).toEqual({
      "End time": "9 Oct 2025, 04:55:25 UTC-4",
      "Call duration": "2 min 5 s",
      "Assigned to": "Ada Agent",
      "Call in the Aircall dashboard": DASHBOARD,
    });
    expect(note.fields.find((field) => field.href)).toMatchObject({ href: DASHBOARD, value: DASHBOARD });
  });

  it("C7: shows in French what the agents wrote until the call was closed", () => {
    const comments = [comment("1", 60, "paid"), comment("2", 155, "will call"), comment("3", 156, "too late")];
    expect(fieldsOf(endedNote(answeredCall({ ...paris, comments }), french))).toEqual({
      "Heure de fin": "9 oct. 2025, 10:55:25 UTC+2",
      "Durée de l’appel": "2 min 5 s",
      "Personne assignée": "Ada Agent",
      "Appel dans le tableau de bord Aircall": DASHBOARD,
      "Notes de l’agent": "paid\nwill call",
    });
  });

  it("C7: names who the call is assigned to, else who talked last, by name or else by e-mail", () => {
    const assigned = (call: Call) => fieldsOf(endedNote(call, english))["Assigned to"];
    expect(assigned(answeredCall({ talkers: [ada, bob] }))).toBe("Bob Agent");
    expect(assigned(answeredCall({ assignedTo: bob }))).toBe("Bob Agent");
    expect(assigned(answeredCall({ assignedTo: { ...bob, name: null } }))).toBe("bob@example.com");
    expect(assigned(voicemailCall())).toBeUndefined();
  });

  it("C7: shows the end in UTC where the line is not known, and no voicemail of a call that was recorded", () => {
    const recording = { kind: "recording" as const, url: "https://files.example.com/1", availableAt: 0 };
    expect(fieldsOf(endedNote(answeredCall({ line: null, media: [recording] }), english))).toEqual({
      "End time": "9 Oct 2025, 08:55:25 UTC",
      "Call duration": "2 min 5 s",
      "Assigned to": "Ada Agent",
      "Call in the Aircall dashboard": DASHBOARD,
    });
  });

  it("C7: shows no reason for a call that was not missed", () => {
    const call = answeredCall({ missedReason: "short_abandoned" });
    expect(fieldsOf(endedNote(call, english))).not.toHaveProperty("Missed call reason");
  });
});

describe("unansweredNote", () => {
  it("C8: merges both notes into one", () => {
    const note = unansweredNote(voicemailCall({ assignedTo: bob, teams: ["Sales"] }), english);
    expect(note).toMatchObject({ title: "Voicemail", sentences: [] });
    expect(fieldsOf(note)).toEqual({
      "Start time": "9 Oct 2025, 04:53:20 UTC-4",
      "Call direction": "Inbound",
      "Customer number": "+1 202 555 0147",
      "Aircall number": "Support US (+1 202 555 0100)",
      "Aircall team": "Sales",
      "End time": "9 Oct 2025, 04:53:37 UTC-4",
      "Call duration": "17 s",
      "Assigned to": "Bob Agent",
      "Call in the Aircall dashboard": DASHBOARD,
      Voicemail: "Yes",
      "Missed call reason": "No agent answered",
    });
  });

  it.each([
    ["out_of_opening_hours", "Outside opening hours", "En dehors des heures d’ouverture"],
    ["short_abandoned", "The caller hung up within 10 seconds", "L’appelant a raccroché en moins de 10 secondes"],
    ["abandoned_in_ivr", "The caller left in the IVR menu", "L’appelant a quitté le menu IVR"],
    ["no_available_agent", "No agent was available", "Aucun agent n’était disponible"],
    ["agents_did_not_answer", "No agent answered", "Aucun agent n’a répondu"],
    ["something_new", "something_new", "something_new"],
    ["constructor", "constructor", "constructor"],
    [null, undefined, undefined],
  ])("C8: shows the reason %j in words", (missedReason, inEnglish, inFrench) => {
    const call = voicemailCall({ missedReason });
    expect(fieldsOf(unansweredNote(call, english))["Missed call reason"]).toBe(inEnglish);
    expect(fieldsOf(unansweredNote(call, french))["Raison de l’appel manqué"]).toBe(inFrench);
  });
});

describe("commentNote", () => {
  it("C9: says what the agent wrote, under its heading", () => {
    const note = commentNote(comment("1", 60, "paid\ntwice"), french);
    expect(note).toEqual({ title: "Appel commenté", fields: [], sentences: ["paid\ntwice"] });
    expect(commentNote(comment("1", 60, "paid"), english).title).toBe("Call commented");
  });
});

describe("external text", () => {
  const evil = `"><script>alert('x')</script>{{customer}}$t(tag.aircall)`;
  const person = { id: "1", name: evil, email: evil };
  const call = voicemailCall({
    id: evil,
    line: { ...parisLine, name: evil, digits: evil, timeZone: evil, country: evil },
    customerDigits: evil,
    teams: [evil],
    ivr: [{ key: evil, title: evil }],
    comments: [{ ...comment("1", 1, evil), author: person }],
    assignedTo: person,
    missedReason: evil,
  });

  it.each([
    ["answered", answeredNote(call, english)],
    ["ended", endedNote(call, english)],
    ["unanswered", unansweredNote(call, french)],
    ["comment", commentNote(comment("1", 1, evil), french)],
  ])("C6: is escaped everywhere in the note: %s", (_, note) => {
    const { html } = renderNote(note, "en");
    const bare = html.replaceAll(
      /<\/?(p|b|ul|li|br)>|<a href="https:\/\/dashboard\.aircall\.io\/calls\/[^"<>]*">|<\/a>/g,
      "",
    );
    expect(bare).not.toMatch(/[<>"']/);
    expect(bare).toContain("&lt;script&gt;");
    expect(bare).toContain("{{customer}}$t(tag.aircall)");
  });

  it("C6: is escaped in every field that can contain it", () => {
    const shown = fieldsOf(unansweredNote(call, english));
    expect(Object.entries(shown).flatMap(([label, value]) => (value.includes("<script>") ? [label] : []))).toEqual([
      "Aircall number",
      "IVR options",
      "Aircall team",
      "Assigned to",
      "Missed call reason",
      "Agent notes",
    ]);
  });
});
