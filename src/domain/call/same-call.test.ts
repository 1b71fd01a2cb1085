/** What counts as a change of a call, and what does not. */
import { describe, expect, it } from "vitest";
import {
  ada,
  answeredCall,
  answeredLife,
  bob,
  comment,
  event,
  START,
  supportLine,
} from "../../../test/fixtures/call-events.ts";
import type { Call, CallSnapshot } from "./call.ts";
import { foldCall, SWEPT_EVENT } from "./fold-call.ts";
import { sameCall } from "./same-call.ts";

const known = { done: true, answeredAt: START + 12, endedAt: START + 125, user: ada, line: supportLine };
const listed = (more: Partial<CallSnapshot> = {}) =>
  foldCall([...answeredLife, event(SWEPT_EVENT, 4_000, { ...known, ...more })]);
const same = (more: Partial<CallSnapshot> = {}) => sameCall(foldCall(answeredLife), listed(more));

describe("of a call that is known", () => {
  it("the same once more is no change, nor is a line with fewer fields", () => {
    expect(same()).toBe(true);
    expect(same({ line: { ...supportLine, name: "Another name", country: null } })).toBe(true);
    expect(same({ line: null })).toBe(true);
  });

  it("an agent's hold afterwards is no change", () => {
    expect(same({ user: bob })).toBe(true);
  });

  it.each<[string, Partial<CallSnapshot>]>([
    ["a tag", { tags: [{ id: "1", name: "Refund" }] }],
    ["a note", { comments: [comment("1", 200, "hello")] }],
    ["a recording", { recordingUrl: "https://files.example.com/1" }],
    ["a voicemail", { voicemailUrl: "https://files.example.com/1" }],
    ["a colleague to whom it was assigned", { assignedTo: bob }],
    ["a team", { teams: ["Billing"] }],
    ["another end", { endedAt: START + 126 }],
    ["why it was missed", { missedReason: "no_available_agent" }],
  ])("L8: %s is a change", (_, more) => {
    expect(same(more)).toBe(false);
  });

  const tag = (id: string) => ({ id, name: "Refund" });
  const file = (kind: "recording" | "voicemail") => ({ kind, url: "https://files.example.com/1", availableAt: START });

  it.each<[string, Partial<Call>, Partial<Call>]>([
    ["another one who talked", { talkers: [ada] }, { talkers: [bob] }],
    ["another tag of the same name", { tags: [tag("1")] }, { tags: [tag("2")] }],
    ["another note of the same words", { comments: [comment("1", 9, "a")] }, { comments: [comment("2", 9, "a")] }],
    ["a note in other words", { comments: [comment("1", 9, "a")] }, { comments: [comment("1", 9, "b")] }],
    ["a voicemail in place of a recording", { media: [file("recording")] }, { media: [file("voicemail")] }],
  ])("L8: %s is a change", (_, before, after) => {
    expect(sameCall(answeredCall(before), answeredCall(after))).toBe(false);
    expect(sameCall(answeredCall(after), answeredCall(after))).toBe(true);
  });

  it("the order of its tags and teams is no change, and neither is a missing line", () => {
    const [one, two] = [tag("1"), tag("2")];
    const call = answeredCall({ tags: [one, two], teams: ["Sales", "Billing"], line: null });
    expect(sameCall(call, { ...call, tags: [two, one], teams: ["Billing", "Sales"] })).toBe(true);
  });

  it("a link that was signed anew is no change", () => {
    const first = event(SWEPT_EVENT, 3_000, { ...known, recordingUrl: "https://files.example.com/1?a" });
    const again = event(SWEPT_EVENT, 4_000, { ...known, recordingUrl: "https://files.example.com/1?b" });
    expect(sameCall(foldCall([...answeredLife, first]), foldCall([...answeredLife, first, again]))).toBe(true);
  });
});

it("L8: an unknown call is a change", () => {
  expect(sameCall(null, listed())).toBe(false);
  expect(sameCall(null, null)).toBe(true);
});
