/** What became of a call, from what its events show. */
import { describe, expect, it } from "vitest";
import { answeredCall, voicemailCall } from "../../../test/fixtures/call-events.ts";
import { outcomeOf } from "./call-outcome.ts";

const missed = voicemailCall({ media: [] });

describe("outcomeOf", () => {
  it.each([
    ["ringing", { ...missed, endedAt: null }, false],
    ["in_progress", answeredCall({ endedAt: null }), false],
    ["answered", answeredCall(), false],
    ["answered", answeredCall(), true],
    ["missed", missed, false],
    ["unanswered", { ...missed, direction: "outbound" as const }, false],
    ["voicemail", voicemailCall(), false],
    ["callback", voicemailCall(), true],
  ] as const)("is %s", (outcome, call, callbackRequested) => {
    expect(outcomeOf(call, callbackRequested)).toBe(outcome);
  });
});
