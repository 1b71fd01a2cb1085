/** Folds the events of a call, in any order, into the call. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ada,
  answeredLife,
  bob,
  comment,
  event,
  snapshot,
  START,
  supportLine,
  voicemailLife,
} from "../../../test/fixtures/call-events.ts";
import type { CallEvent, CallSnapshot } from "./call.ts";
import { foldCall, IMPORTED_EVENT, SWEPT_EVENT } from "./fold-call.ts";

const answered = { answeredAt: START + 12, user: ada };

describe("foldCall", () => {
  it("returns null without an event", () => {
    expect(foldCall([])).toBeNull();
  });

  it("C15: adds the events of an answered call up to one call", () => {
    expect(foldCall(answeredLife)).toEqual({
      id: "3123456789",
      direction: "inbound",
      line: supportLine,
      customerDigits: "+1 202-555-0147",
      contact: null,
      startedAt: START,
      answeredAt: START + 12,
      endedAt: START + 125,
      closed: true,
      missedReason: null,
      talkers: [ada],
      dialler: null,
      assignedTo: null,
      teams: [],
      tags: [],
      comments: [],
      ivr: [],
      media: [],
      callbackCallId: null,
      transferredOutTo: [],
      imported: false,
      swept: false,
    });
  });

  it("C15: keeps what an earlier event contained", () => {
    const contact = { firstName: "Cleo", lastName: null, email: null };
    const full = { ...answered, contact, assignedTo: bob, missedReason: "short_abandoned", callbackCallId: "9" };
    const blank = { line: null, customerDigits: null, done: true, endedAt: START + 20 };
    const call = foldCall([event("call.answered", 12, full), event("call.ended", 50, blank)]);
    expect(call).toMatchObject({
      contact,
      assignedTo: bob,
      missedReason: "short_abandoned",
      callbackCallId: "9",
      line: supportLine,
      customerDigits: "+1 202-555-0147",
      answeredAt: START + 12,
      endedAt: START + 20,
      talkers: [ada],
    });
  });

  it("C15: uses the newest event, whichever came last", () => {
    const older = event("call.assigned", 60, { assignedTo: bob });
    const newer = event("call.assigned", 90, { assignedTo: ada });
    expect(foldCall([newer, older])?.assignedTo).toEqual(ada);
    expect(foldCall([older, newer])?.assignedTo).toEqual(ada);
  });

  it("C15: lets the later stage of the call win between events of the same second", () => {
    const createdLast = [
      event("call.ended", 0, { assignedTo: bob }),
      event("call.hungup", 0, { assignedTo: ada }),
      event("call.created", 0, { assignedTo: ada }),
    ];
    expect(foldCall(createdLast)?.assignedTo).toEqual(bob);
  });

  it("C15: puts the events of a same second between the answer and the end when it knows no rank for them", () => {
    const call = foldCall([
      event("call.hungup", 12, { ...answered, user: bob }),
      event("call.brand_new", 12, { ...answered, user: ada }),
      event("call.answered", 12, { ...answered, user: bob }),
    ]);
    expect(call?.talkers.map((person) => person.id)).toEqual([bob.id, ada.id, bob.id]);
  });

  it("ignores an end before the line dropped", () => {
    expect(foldCall([event("call.hold", 20, { endedAt: START + 20 })])?.endedAt).toBeNull();
  });

  it("is closed by call.ended only", () => {
    expect(foldCall(answeredLife.slice(0, 4))?.closed).toBe(false);
    expect(foldCall(answeredLife.slice(4))?.closed).toBe(true);
  });

  it("L8: is closed, and known to be fetched, by what Aircall's list shows of a call that is over", () => {
    const over = event(SWEPT_EVENT, 900, { ...answered, done: true, endedAt: START + 125 });
    const going = event(SWEPT_EVENT, 60, answered);
    expect(foldCall([...answeredLife.slice(0, 3), over])).toMatchObject({ closed: true, swept: true });
    expect(foldCall([...answeredLife.slice(0, 3), going])).toMatchObject({ closed: false, swept: true, endedAt: null });
    expect(foldCall([event("call.hungup", 125, { done: true })])).toMatchObject({ closed: false, swept: false });
  });

  it("L8: keeps the name under which what was fetched is stored", () => {
    expect([SWEPT_EVENT, IMPORTED_EVENT]).toEqual(["call.swept", "call.imported"]);
  });

  it.each([
    ["the line dropped", event("call.hold", 30, { done: true })],
    ["the call was hung up", event("call.hungup", 30)],
    ["the call ended", event("call.ended", 30)],
  ])("C15: takes the first event that says so for the end where none has its time: %s", (_, first) => {
    const later = event("call.ended", 60, { done: true });
    expect(foldCall([later, event("call.created", 0), first])?.endedAt).toBe(START + 30);
    expect(foldCall([first, event("call.hungup", 60, { done: true, endedAt: START + 55 })])?.endedAt).toBe(START + 55);
  });

  it("takes the earliest start of any event", () => {
    const call = foldCall([event("call.created", 0, { startedAt: START + 2 }), event("call.hold", 9)]);
    expect(call?.startedAt).toBe(START);
  });
});

describe("who talked", () => {
  it("C4: does not count an agent who was only rung", () => {
    expect(foldCall(voicemailLife)?.talkers).toEqual([]);
    expect(foldCall(answeredLife)?.talkers).toEqual([ada]);
  });

  it("C4: does not count the one rung by a transfer that came while the call was answered", () => {
    const call = foldCall([
      event("call.answered", 12, answered),
      event("call.ringing_on_agent", 40, { ...answered, user: bob }),
      event("call.agent_declined", 45, { ...answered, user: bob }),
    ]);
    expect(call?.talkers).toEqual([ada]);
  });

  it("C4: lists after transfers every agent who talked, in order, none twice in a row", () => {
    const call = foldCall([
      event("call.answered", 12, answered),
      event("call.hold", 15, answered),
      event("call.transferred", 60, { ...answered, user: bob, transferredTo: bob }),
      event("call.transferred", 90, { ...answered, user: ada, transferredTo: ada }),
    ]);
    expect(call?.talkers.map((person) => person.name)).toEqual(["Ada Agent", "Bob Agent", "Ada Agent"]);
  });

  it("C4: knows the new talker when a transfer names no user", () => {
    const transfer = event("call.transferred", 60, { answeredAt: START + 12, transferredTo: bob });
    expect(foldCall([...answeredLife.slice(0, 3), transfer])?.talkers).toEqual([ada, bob]);
  });

  it("C4: keeps the talker when a transfer was unsuccessful", () => {
    const failed = event("call.unsuccessful_transfer", 60, { ...answered, transferredTo: bob });
    const nameless = event("call.hold", 70, { answeredAt: START + 12, transferredTo: bob });
    expect(foldCall([...answeredLife.slice(0, 3), failed, nameless])?.talkers).toEqual([ada]);
  });

  it("C4: counts the target of a transfer that names no user only until another event names who took it", () => {
    const toTeam = event("call.transferred", 60, { answeredAt: START + 12, transferredTo: bob });
    const taken = event("call.hold", 70, { answeredAt: START + 12, user: { ...ada, id: "57", name: "Carl" } });
    expect(foldCall([...answeredLife.slice(0, 3), toTeam, taken])?.talkers.map(({ name }) => name)).toEqual([
      "Ada Agent",
      "Carl",
    ]);
  });

  it.each([SWEPT_EVENT, IMPORTED_EVENT, "call.archived", "call.tagged"])(
    "C4: uses %s for who talked last where transfer, hang-up and end were lost",
    (name) => {
      const over = event(name, 900, { answeredAt: START + 12, done: true, endedAt: START + 125, user: bob });
      expect(foldCall([...answeredLife.slice(0, 3), over])?.talkers).toEqual([ada, bob]);
      const nameless = event("call.ended", 155, { answeredAt: START + 12, done: true, endedAt: START + 125 });
      expect(foldCall([...answeredLife.slice(0, 3), nameless, over])?.talkers).toEqual([ada, bob]);
    },
  );

  it("C4: counts the agent whom a tag or a note names during the call", () => {
    const noted = event("call.commented", 60, { answeredAt: START + 12, user: bob });
    expect(foldCall([...answeredLife.slice(0, 3), noted])?.talkers).toEqual([ada, bob]);
  });

  it("C7: lists outside numbers that the call was handed on to, each once", () => {
    const out = (after: number, number: string) =>
      event("call.external_transferred", after, { transferredOutTo: number });
    expect(foldCall([...answeredLife, out(50, "+441"), out(60, "+442"), out(70, "+441")])?.transferredOutTo).toEqual([
      "+441",
      "+442",
    ]);
  });

  it("C4: counts no agent while the call is not answered", () => {
    const unanswered = event("call.hungup", 17, { done: true, endedAt: START + 17, user: bob });
    expect(foldCall([event("call.created", 0), unanswered])?.talkers).toEqual([]);
  });

  it.each(["call.created", "call.ivr_option_selected"])(
    "C4: does not count the agent whom %s names, though it says already that the call is answered",
    (name) => {
      expect(foldCall([event(name, 1, { ...answered, user: bob }), ...answeredLife])?.talkers).toEqual([ada]);
    },
  );

  it.each([SWEPT_EVENT, "call.tagged", "call.untagged", "call.commented", "call.assigned", "call.archived"])(
    "C4: does not count the agent whom %s names afterwards, unless nothing else names who talked",
    (name) => {
      const after = event(name, 500, { ...answered, user: bob });
      expect(foldCall([...answeredLife, after])?.talkers).toEqual([ada]);
      expect(foldCall([after])?.talkers).toEqual([bob]);
    },
  );

  it("C4, C15: counts an agent whom a note names before the end, though the end names another", () => {
    for (const after of [60, 125]) {
      const noted = event("call.commented", after, { answeredAt: START + 12, user: bob });
      expect(foldCall([...answeredLife, noted])?.talkers).toEqual([ada, bob, ada]);
    }
  });

  it("C4: trusts no end that names an agent but no answer", () => {
    const end = event("call.hungup", 125, { done: true, endedAt: START + 125, user: ada });
    const swept = event(SWEPT_EVENT, 900, { answeredAt: START + 12, done: true, endedAt: START + 125, user: bob });
    expect(foldCall([...answeredLife.slice(0, 3), end, swept])?.talkers).toEqual([ada, bob]);
  });

  it("C17: is imported where an admin imported it, also if other events are known", () => {
    expect(foldCall([...answeredLife, event(IMPORTED_EVENT, 900)])?.imported).toBe(true);
  });

  it("C4: names who dialled an outbound call, answered or not, and no agent for an inbound one", () => {
    const dialled = event("call.created", 1, { direction: "outbound", user: ada });
    const moved = event("call.transferred", 9, { direction: "outbound", user: bob, answeredAt: START + 5 });
    expect(foldCall([dialled])).toMatchObject({ dialler: ada, talkers: [] });
    expect(foldCall([moved, dialled])).toMatchObject({ dialler: ada, talkers: [bob] });
    expect(foldCall(answeredLife)?.dialler).toBeNull();
  });
});

describe("what adds up", () => {
  const refund = { id: "31", name: "Refund" };
  const vip = { id: "32", name: "VIP" };
  const tagsOf = (...events: CallEvent[]) => foldCall(events)?.tags.map(({ name }) => name);

  it("C12: has the tags that were chosen, under their latest names, without one that was taken off again", () => {
    const events = [
      event("call.tagged", 100, { tags: [refund] }),
      event("call.tagged", 110, { tags: [{ ...refund, name: "Refunds" }, vip] }),
      event("call.untagged", 120, { tags: [vip] }),
    ];
    expect(tagsOf(...events.slice(0, 2))).toEqual(["Refunds", "VIP"]);
    expect(tagsOf(...events)).toEqual(["VIP"]);
    expect(tagsOf(...events.toReversed())).toEqual(["VIP"]);
    expect(tagsOf(...events, event("call.tagged", 130, { tags: [vip, refund] }))).toEqual(["Refund", "VIP"]);
  });

  it("C12: knows a tag as taken off by any later event of the call, where the one that says so is lost or late", () => {
    const chosen = event("call.tagged", 100, { tags: [refund] });
    expect(tagsOf(chosen, event("call.hungup", 120, { tags: [] }))).toEqual([]);
    expect(tagsOf(chosen, event(SWEPT_EVENT, 900, { tags: [vip] }))).toEqual(["VIP"]);
    expect(tagsOf(chosen, event("call.untagged", 100, { tags: [] }))).toEqual([]);
    expect(tagsOf(event("call.hungup", 100, { tags: [] }), chosen)).toEqual(["Refund"]);
  });

  it("C12, C15: keeps a tag where a later event shows no list, and Aircall's own where one does not list them", () => {
    const own = { id: "900", name: "Callback Request", system: true as const };
    const chosen = event("call.tagged", 100, { tags: [refund, own] });
    expect(tagsOf(chosen, event("call.ended", 120, { tags: null }))).toEqual(["Refund", "Callback Request"]);
    expect(tagsOf(chosen, event("call.ended", 120, { tags: [refund] }))).toEqual(["Refund", "Callback Request"]);
    expect(tagsOf(chosen, event("call.untagged", 120, { tags: [refund] }))).toEqual(["Refund"]);
  });

  it("C9: keeps every comment once, in the order of writing", () => {
    const first = comment("1", 100, "first");
    const second = comment("2", 100, "second");
    const earlier = comment("3", 50, "earlier");
    const call = foldCall([
      event("call.commented", 130, { comments: [second, earlier] }),
      event("call.commented", 120, { comments: [first, second] }),
    ]);
    expect(call?.comments.map((c) => c.content)).toEqual(["earlier", "first", "second"]);
  });

  it("C9: orders comments of the same second by their ids, whichever event came first", () => {
    const [first, second] = [comment("1", 100, "first"), comment("2", 100, "second")];
    const call = foldCall([
      event("call.commented", 110, { comments: [second] }),
      event("call.commented", 120, { comments: [first] }),
    ]);
    expect(call?.comments.map(({ content }) => content)).toEqual(["first", "second"]);
  });

  it("C9: leaves out comments that say nothing", () => {
    const comments = [comment("1", 100, ""), comment("2", 101, " \n\t"), comment("3", 102, " said ")];
    expect(foldCall([event("call.commented", 110, { comments })])?.comments.map(({ id }) => id)).toEqual(["3"]);
  });

  it("C6: keeps IVR choices and teams that later events do not repeat, each once", () => {
    const billing = { key: "2", title: "Billing" };
    const other = { key: "2", title: "Invoices" };
    const call = foldCall([
      event("call.ivr_option_selected", 3, { ivr: [billing], teams: ["Sales"] }),
      event("call.ivr_option_selected", 6, { ivr: [billing, other], teams: ["Sales", "Support"] }),
      event("call.ended", 60),
    ]);
    expect(call).toMatchObject({ ivr: [billing, other], teams: ["Sales", "Support"] });
  });

  it("C10: takes the freshest link of a file and the moment of its first one", () => {
    expect(foldCall(voicemailLife.toReversed())?.media).toEqual([
      { kind: "voicemail", url: "https://files.example.com/voicemail-2", availableAt: START + 47 },
    ]);
  });

  it("C10: distinguishes recording and voicemail", () => {
    const call = foldCall([
      event("call.ended", 50, { recordingUrl: "https://files.example.com/r" }),
      event("call.voicemail_left", 53, { voicemailUrl: "https://files.example.com/v" }),
    ]);
    expect(call?.media).toEqual([
      { kind: "recording", url: "https://files.example.com/r", availableAt: START + 50 },
      { kind: "voicemail", url: "https://files.example.com/v", availableAt: START + 53 },
    ]);
  });
});

describe("the order of events", () => {
  const names = [...answeredLife, ...voicemailLife].map((one) => one.name).concat("call.tagged", "call.unknown");
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const second = fc.integer({ min: 0, max: 4 }).map((after) => START + after);
  const person = fc.constantFrom(ada, bob);
  const word = fc.constantFrom("one", "two", "three");
  const shown: fc.Arbitrary<CallSnapshot> = fc
    .record({
      done: fc.boolean(),
      startedAt: second,
      answeredAt: maybe(second),
      endedAt: maybe(second),
      missedReason: maybe(word),
      customerDigits: maybe(word),
      line: fc.constantFrom(null, supportLine),
      user: maybe(person),
      assignedTo: maybe(person),
      transferredTo: maybe(person),
      teams: fc.array(word, { maxLength: 2 }),
      tags: maybe(fc.array(fc.record({ id: word, name: word }), { maxLength: 2 })),
      transferredOutTo: maybe(word),
      comments: fc.array(fc.record({ id: word, content: word, author: maybe(person), postedAt: second }), {
        maxLength: 2,
      }),
      ivr: fc.array(fc.record({ key: maybe(word), title: maybe(word) }), { maxLength: 2 }),
      recordingUrl: maybe(word),
      voicemailUrl: maybe(word),
      callbackCallId: maybe(word),
    })
    .map((change) => snapshot(change));
  const anyEvent: fc.Arbitrary<CallEvent> = fc.record({
    name: fc.constantFrom(...names),
    at: second,
    snapshot: shown,
  });

  it("C15: does not matter, nor does any repetition", () => {
    const lives = fc.array(anyEvent, { minLength: 1, maxLength: 8 }).chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc
          .tuple(
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.array(fc.constantFrom(...events), { maxLength: 4 }),
          )
          .map(([all, some]) => [...some, ...all].map((one) => structuredClone(one))),
      }),
    );
    fc.assert(
      fc.property(lives, ({ events, again }) => {
        expect(foldCall(again)).toEqual(foldCall(events));
      }),
      { numRuns: 300 },
    );
  });
});
