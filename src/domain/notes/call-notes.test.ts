/**
 * How the notes of a call get their values, and that external text stays text. `as-read.test.ts` shows each note as a
 * whole, in both languages.
 */
import { describe, expect, it } from "vitest";
import { ada, answeredCall, bob, comment, parisLine, voicemailCall } from "../../../test/fixtures/call-events.ts";
import { planFacts } from "../../../test/fixtures/plan-facts.ts";
import type { Call } from "../call/call.ts";
import { answeredNote, commentNote, endedNote, unansweredNote } from "./call-notes.ts";
import { renderNote, type NoteContent } from "./note.ts";

const callUrl = (id: string) => `https://dashboard.aircall.io/calls/${encodeURIComponent(id)}`;
const english = planFacts(answeredCall(), { callUrl });
const french = planFacts(answeredCall(), { callUrl, language: "fr" });
const DASHBOARD = "https://dashboard.aircall.io/calls/3123456789";

/** The visible fields, by their label. */
function fieldsOf(note: NoteContent): Record<string, string> {
  return Object.fromEntries(note.fields.filter(({ value }) => value !== "").map(({ label, value }) => [label, value]));
}

const paris: Partial<Call> = { line: parisLine, customerDigits: "06 12 34 56 78" };

describe("answeredNote", () => {
  it("C6: shows the IVR choices and the teams", () => {
    const ivr = [
      { key: "2", title: "Billing" },
      { key: "1", title: null },
      { key: null, title: "Sales" },
    ];
    const note = answeredNote(answeredCall({ teams: ["Sales", "VIP"], ivr }), english);
    expect(note).toMatchObject({ title: "Call answered", sentences: [] });
    expect(fieldsOf(note)).toMatchObject({ "IVR options": "Billing, 1, Sales", "Aircall team": "Sales, VIP" });
  });

  it("C6: leaves out what is not known: IVR, team, line, zone", () => {
    const fields = fieldsOf(answeredNote(answeredCall({ line: null }), english));
    expect(fields).toMatchObject({ "Start time": "9 Oct 2025, 08:53:20 UTC", "Customer number": "+1 202 555 0147" });
    for (const label of ["IVR options", "Aircall team", "Aircall number"]) expect(fields).not.toHaveProperty(label);
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
  it("C7: links the dashboard", () => {
    const note = endedNote(answeredCall(), english);
    expect(note).toMatchObject({ title: "Call ended", sentences: [] });
    expect(note.fields.filter((field) => field.href)).toEqual([
      { label: "Call in the Aircall dashboard", href: DASHBOARD, value: DASHBOARD },
    ]);
  });

  it("C7: shows what the agents wrote until the call was closed", () => {
    const comments = [comment("1", 60, "paid"), comment("2", 155, "will call"), comment("3", 156, "too late")];
    const fields = fieldsOf(endedNote(answeredCall({ ...paris, comments }), french));
    expect(fields["Notes de l’agent"]).toBe("paid\nwill call");
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
    const fields = fieldsOf(endedNote(answeredCall({ line: null, media: [recording] }), english));
    expect(fields["End time"]).toBe("9 Oct 2025, 08:55:25 UTC");
    expect(fields).not.toHaveProperty("Voicemail");
  });

  it("C7: shows each transfer, also to the outside where no agent or no line is known", () => {
    const transfers = (call: Partial<Call>) => fieldsOf(endedNote(answeredCall(call), english))["Transfers"];
    const out = { transferredOutTo: ["+442079460958"] };
    expect(transfers({ talkers: [ada, bob], ...out })).toBe("Ada Agent → Bob Agent, Bob Agent → +44 20 7946 0958");
    expect(transfers({ talkers: [], line: null, ...out })).toBe("+44 20 7946 0958");
    expect(transfers({ talkers: [ada] })).toBeUndefined();
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
    const labels = Object.keys(fieldsOf(note));
    for (const each of [answeredNote(voicemailCall(), english), endedNote(voicemailCall(), english)])
      expect(labels).toEqual(expect.arrayContaining(Object.keys(fieldsOf(each))));
    expect(fieldsOf(note)).toMatchObject({ "Aircall team": "Sales", "Assigned to": "Bob Agent", Voicemail: "Yes" });
  });

  it("C8: is headed by the direction where there is no voicemail, though there may be a recording", () => {
    const recording = { kind: "recording" as const, url: "https://files.example.com/1", availableAt: 0 };
    const voicemail = { ...recording, kind: "voicemail" as const };
    const titleOf = (call: Partial<Call>) => unansweredNote(voicemailCall(call), english).title;
    expect(titleOf({ media: [] })).toBe("Missed call");
    expect(titleOf({ media: [], direction: "outbound" })).toBe("Unanswered call");
    expect(titleOf({ media: [recording, voicemail] })).toBe("Voicemail");
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
    const labels = [
      "Aircall number",
      "IVR options",
      "Aircall team",
      "Assigned to",
      "Missed call reason",
      "Agent notes",
    ];
    for (const label of labels) expect(shown[label]).toContain("<script>");
  });
});
