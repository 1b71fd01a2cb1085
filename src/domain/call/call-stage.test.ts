/** How far a call has come, by its events and by the clock, and what became of it. */
import { describe, expect, it } from "vitest";
import {
  ada,
  answeredCall,
  answeredLife,
  bob,
  callFrom,
  event,
  START,
  voicemailCall,
} from "../../../test/fixtures/call-events.ts";
import { agentOf, isMissed, isPast, outcomeOf, stageOf } from "./call-stage.ts";

const atStart = START * 1000;
const ringing = callFrom(answeredLife.slice(0, 2));
const talking = callFrom(answeredLife.slice(0, 3));
const answeredUnclosed = answeredCall({ closed: false });
const missedUnclosed = voicemailCall({ closed: false });

describe("stageOf", () => {
  it("C3: waits while it rings, however long", () => {
    expect(stageOf(ringing, atStart)).toEqual({ stage: "waiting", wakeAt: null });
    expect(stageOf(ringing, atStart + 86_400_000)).toEqual({ stage: "waiting", wakeAt: null });
  });

  it("C3: is live once answered", () => {
    expect(stageOf(talking, atStart + 12_000)).toEqual({ stage: "live", wakeAt: null });
  });

  it("C8: is finished with the event of the end, at once", () => {
    expect(stageOf(answeredCall(), atStart)).toEqual({ stage: "finished", wakeAt: null });
    expect(stageOf(voicemailCall(), atStart)).toEqual({ stage: "finished", wakeAt: null });
  });

  it("C8: is looked at again 60 s after hang-up if that event has not come by then", () => {
    const [hungUp, unanswered] = [(START + 125) * 1000, (START + 17) * 1000];
    expect(stageOf(answeredUnclosed, hungUp)).toEqual({ stage: "closing", wakeAt: hungUp + 60_000 });
    expect(stageOf(missedUnclosed, unanswered)).toEqual({ stage: "waiting", wakeAt: unanswered + 60_000 });
  });

  it("C8: is finished 60 s after hang-up and not a moment before", () => {
    const due = (START + 17) * 1000 + 60_000;
    expect(stageOf(missedUnclosed, due - 1).stage).toBe("waiting");
    expect(stageOf(missedUnclosed, due)).toEqual({ stage: "finished", wakeAt: null });
    const answeredDue = (START + 125) * 1000 + 60_000;
    expect(stageOf(answeredUnclosed, answeredDue - 1).stage).not.toBe("finished");
    expect(stageOf(answeredUnclosed, answeredDue)).toEqual({ stage: "finished", wakeAt: null });
  });
});

describe("isMissed", () => {
  it("C8: holds for an inbound call that is over and was never answered, reason or not", () => {
    expect(isMissed(voicemailCall())).toBe(true);
    expect(isMissed(voicemailCall({ missedReason: null }))).toBe(true);
  });

  it("C8: does not hold for answered, outbound or ringing calls, whatever the reason says", () => {
    expect(isMissed(answeredCall({ missedReason: "short_abandoned" }))).toBe(false);
    expect(isMissed(voicemailCall({ direction: "outbound" }))).toBe(false);
    expect(isMissed(callFrom(answeredLife.slice(0, 2), { missedReason: "short_abandoned" }))).toBe(false);
  });
});

describe("agentOf", () => {
  it("C4: is the one who talked last", () => {
    expect(agentOf(answeredCall({ talkers: [ada, bob], assignedTo: ada }))).toEqual(bob);
  });

  it("C4: is who dialled a call that was not answered", () => {
    const call = callFrom([event("call.created", 0, { direction: "outbound", user: ada })], { assignedTo: bob });
    expect(agentOf(call)).toEqual(ada);
  });

  it("C4: is the assignee of a missed call, else none", () => {
    expect(agentOf(voicemailCall({ assignedTo: bob }))).toEqual(bob);
    expect(agentOf(voicemailCall())).toBeNull();
  });
});

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

it("is missed also where it was recorded", () => {
  const media = [{ kind: "recording" as const, url: "https://x.test/r", availableAt: START }];
  expect(outcomeOf(voicemailCall({ media }), false)).toBe("missed");
});

describe("a call of the past", () => {
  const DAY_MS = 86_400_000;
  const call = { startedAt: START, imported: false };

  it("C17: began more than a day before the connection or its line", () => {
    expect(isPast(call, START * 1000 + DAY_MS)).toBe(false);
    expect(isPast(call, START * 1000 + DAY_MS + 1)).toBe(true);
    expect(isPast(call, START * 1000 - DAY_MS)).toBe(false);
  });

  it("C17: is none that an admin imports", () => {
    expect(isPast({ ...call, imported: true }, START * 1000 + 2 * DAY_MS)).toBe(false);
  });
});
