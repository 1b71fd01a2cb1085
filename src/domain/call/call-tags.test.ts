/** The tags of a call's ticket, in both languages. */
import { describe, expect, it } from "vitest";
import { answeredCall, voicemailCall } from "../../../test/fixtures/call-events.ts";
import { isCallbackRequested, tagsOf } from "./call-tags.ts";
import { translationsFor } from "../translations/translations.ts";

const [en, fr] = [translationsFor("en"), translationsFor("fr")];
const ids = { requested: ["900"], done: ["901"] };
const none = { requested: [], done: [] };
const facts = { callbackTagIds: ids, callbackDone: false };
const request = { id: "900", name: "Rückruf" };
const callback = { id: "901", name: "Zurückgerufen" };

describe("tagsOf", () => {
  it("C12: are Aircall, the direction, the line, the team and what the agent chose", () => {
    const call = answeredCall({ teams: ["Sales"], tags: [{ id: "31", name: "Refund" }] });
    expect(tagsOf(call, "live", facts, en)).toEqual(["Aircall", "Inbound call", "Support US", "Sales", "Refund"]);
    expect(tagsOf({ ...call, direction: "outbound" }, "finished", facts, en)).toEqual([
      "Aircall",
      "Outbound call",
      "Support US",
      "Sales",
      "Refund",
    ]);
  });

  it("C12: says missed call and voicemail", () => {
    const tags = ["Aircall", "Inbound call", "Missed call", "Voicemail", "Support US"];
    expect(tagsOf(voicemailCall(), "finished", facts, en)).toEqual(tags);
  });

  it("C12: does not call a call missed before it is finished, nor one without voicemail a voicemail", () => {
    expect(tagsOf(voicemailCall({ media: [] }), "waiting", facts, en)).toEqual([
      "Aircall",
      "Inbound call",
      "Support US",
    ]);
    const recording = { kind: "recording" as const, url: "https://files.example.com/r", availableAt: 0 };
    expect(tagsOf(answeredCall({ media: [recording] }), "finished", facts, en)).not.toContain("Voicemail");
  });

  it("C12: does not say that an unanswered outbound call was missed", () => {
    const call = voicemailCall({ direction: "outbound", media: [] });
    expect(tagsOf(call, "finished", facts, en)).toEqual(["Aircall", "Outbound call", "Support US"]);
  });

  it("C12: says them in French", () => {
    const call = voicemailCall({ tags: [request, callback] });
    expect(tagsOf(call, "finished", facts, fr)).toEqual([
      "Aircall",
      "Appel entrant",
      "Appel manqué",
      "Messagerie vocale",
      "Demande de rappel",
      "Rappel effectué",
      "Support US",
    ]);
    expect(tagsOf({ ...answeredCall(), direction: "outbound" }, "live", facts, fr)).toContain("Appel sortant");
  });

  it("C15: names each tag once, also when line, team and agent say the same", () => {
    const tags = [
      { id: "1", name: "Support US" },
      { id: "2", name: " Aircall " },
    ];
    expect(tagsOf(answeredCall({ teams: ["Support US"], tags }), "live", facts, en)).toEqual([
      "Aircall",
      "Inbound call",
      "Support US",
    ]);
  });

  it("C12: leaves out empty names and a line that is not known", () => {
    const call = answeredCall({ line: null, teams: [" "], tags: [{ id: "1", name: "" }] });
    expect(tagsOf(call, "live", facts, en)).toEqual(["Aircall", "Inbound call"]);
  });

  it("C12: keeps a tag within the 256 characters that Gorgias takes", () => {
    const call = answeredCall({ tags: [{ id: "1", name: "x".repeat(300) }] });
    expect(tagsOf(call, "live", facts, en).at(-1)).toBe("x".repeat(256));
  });

  it.each([
    [`  ${"x".repeat(256)} `, "x".repeat(256)],
    [`${"x".repeat(255)} y`, "x".repeat(255)],
  ])("C12: has no space at the ends of a tag, wherever it was cut", (name, tag) => {
    expect(tagsOf(answeredCall({ tags: [{ id: "1", name }] }), "live", facts, en).at(-1)).toBe(tag);
  });
});

describe("callbacks", () => {
  it("C13: knows Aircall's request tag by its id, whatever its name", () => {
    expect(isCallbackRequested(voicemailCall({ tags: [request] }), ids)).toBe(true);
    expect(isCallbackRequested(voicemailCall({ tags: [request] }), none)).toBe(false);
  });

  it("C13: knows Aircall's request tag by its exact name", () => {
    expect(isCallbackRequested(voicemailCall({ tags: [{ id: "5", name: "Callback Request" }] }), none)).toBe(true);
    expect(isCallbackRequested(voicemailCall({ tags: [{ id: "5", name: "callback request" }] }), none)).toBe(false);
  });

  it.each([
    ["id", request],
    ["name", { id: "7", name: "Callback Request" }],
  ])("C13: has only the service's own callback request, for the tag known by %s", (_, tag) => {
    const tags = tagsOf(voicemailCall({ media: [], tags: [tag] }), "finished", facts, en);
    expect(tags).toEqual(["Aircall", "Inbound call", "Missed call", "Callback request", "Support US"]);
  });

  it.each([
    ["id", callback],
    ["name", { id: "7", name: "Called Back" }],
  ])("C13: has only the service's own callback done, for the tag known by %s", (_, tag) => {
    const tags = tagsOf(answeredCall({ tags: [tag] }), "live", facts, en);
    expect(tags).toEqual(["Aircall", "Inbound call", "Callback done", "Support US"]);
  });

  it("C13: says callback done where the calls were joined", () => {
    const tags = tagsOf(answeredCall(), "live", { ...facts, callbackDone: true }, en);
    expect(tags).toEqual(["Aircall", "Inbound call", "Callback done", "Support US"]);
  });
});
