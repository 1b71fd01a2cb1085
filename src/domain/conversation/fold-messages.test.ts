/** Folds events, in any order and any number, into messages. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleo, event, picture, SENT_AT, supportLine } from "../../../test/fixtures/text-messages.ts";
import { foldMessages, type ReceivedEvent } from "./fold-messages.ts";
import type { MessageEvent } from "./text-message.ts";

/** Each delivery arrives one second after its event. */
const received = (...events: MessageEvent[]): ReceivedEvent[] =>
  events.map((each) => ({ event: each, heardAt: each.at * 1000 + 1_000 }));
const fold = (...events: MessageEvent[]) => foldMessages(received(...events));
const outbound = { direction: "outbound", user: cleo, status: "sent" } as const;
const failed = { ...outbound, status: "undelivered" };

describe("foldMessages", () => {
  it("returns nothing without events", () => {
    expect(foldMessages([])).toEqual([]);
  });

  it("M8: makes one message of one event", () => {
    expect(fold(event("message.received", 0, { body: "hello" }))).toEqual([
      {
        id: "SM1",
        direction: "inbound",
        body: "hello",
        channel: null,
        sentAt: SENT_AT,
        customerDigits: "+12025550147",
        line: supportLine,
        user: null,
        contact: null,
        files: [],
        group: null,
        undelivered: null,
      },
    ]);
  });

  it("M8: puts messages in the order of sending, whichever event came first", () => {
    const texts = ["third", "first", "second"].map((body, i) => {
      const at = [2, 0, 1][i] ?? 0;
      return event("message.received", 50 + i, { messageId: body, body, sentAt: SENT_AT + at });
    });
    expect(fold(...texts).map(({ body }) => body)).toEqual(["first", "second", "third"]);
  });

  it("M8: orders what was sent in the same millisecond by id", () => {
    const texts = ["SM3", "SM1", "SM2"].map((messageId) => event("message.received", 0, { messageId }));
    expect(fold(...texts).map(({ id }) => id)).toEqual(["SM1", "SM2", "SM3"]);
  });

  it("C15: takes the newest value of each part, and never removes one", () => {
    const contact = { firstName: "Ada", lastName: "Byron", email: null };
    const group = { id: "GC1", participants: ["12025550147", "12025550148"] };
    const told = { ...outbound, body: "first", channel: "whatsapp", contact, files: [picture], group };
    const blank = { ...outbound, body: "", channel: null, line: null, user: null, customerDigits: null };
    const [folded, ...more] = fold(
      event("message.sent", 0, told),
      event("message.status_updated", 9, { ...blank, sentAt: null, status: "delivered" }),
    );
    expect(more).toEqual([]);
    expect(folded).toMatchObject({
      body: "first",
      channel: "whatsapp",
      contact,
      files: [picture],
      group,
      user: cleo,
      line: supportLine,
      customerDigits: "+12025550147",
      undelivered: null,
    });
    expect(fold(event("message.sent", 0, told), event("message.status_updated", 9, { body: "second" }))).toMatchObject([
      { body: "second" },
    ]);
  });

  it("has no words where no event has any", () => {
    expect(fold(event("message.received", 0, { body: "" }))).toMatchObject([{ body: "" }]);
  });

  it("C15: uses the newest event, whichever came last", () => {
    const older = event("message.sent", 1, { body: "older" });
    const newer = event("message.status_updated", 2, { body: "newer" });
    expect(fold(newer, older)).toMatchObject([{ body: "newer" }]);
    expect(fold(older, newer)).toMatchObject([{ body: "newer" }]);
  });

  it("takes the time of sending from the earliest event that has one", () => {
    const events = [
      { event: event("message.status_updated", 60, { sentAt: SENT_AT + 500 }), heardAt: SENT_AT + 90_000 },
      { event: event("message.sent", 0, { sentAt: SENT_AT + 250 }), heardAt: SENT_AT + 70_000 },
    ];
    expect(foldMessages(events)).toMatchObject([{ sentAt: SENT_AT + 250 }]);
  });

  it("takes the time of the event where the message has none", () => {
    expect(fold(event("message.received", 7, { sentAt: null }))).toMatchObject([{ sentAt: SENT_AT + 7_000 }]);
  });

  it.each([
    ["an hour", 3_600_000, 0],
    ["more than five minutes", 300_001, 0],
    ["five minutes", 300_000, 300_000],
    ["a second", 1_000, 1_000],
  ])(
    "handles a time %s ahead: the message was sent %i ms ahead by clocks that differ, or when it was delivered",
    (_name, ahead, believed) => {
      const told = { event: event("message.received", 0, { sentAt: SENT_AT + ahead }), heardAt: SENT_AT };
      expect(foldMessages([told])).toMatchObject([{ sentAt: SENT_AT + believed }]);
    },
  );

  it("goes by the first delivery: a time that was ahead then stays wrong when it is repeated", () => {
    const ahead = { sentAt: SENT_AT + 3_600_000 };
    const first = { event: event("message.received", 0, ahead), heardAt: SENT_AT };
    const again = { event: event("message.status_updated", 1, ahead), heardAt: SENT_AT + 7_200_000 };
    for (const order of [
      [first, again],
      [again, first],
    ]) {
      expect(foldMessages(order)).toMatchObject([{ sentAt: SENT_AT }]);
    }
  });

  it("M8: takes the time of the event where the message's own is hours ahead", () => {
    const told = {
      event: event("message.received", 2, { sentAt: SENT_AT + 9 * 3_600_000 }),
      heardAt: SENT_AT + 60_000,
    };
    expect(foldMessages([told])).toMatchObject([{ sentAt: SENT_AT + 2_000 }]);
  });

  it("M9: keeps the links of an earlier event where a later one has none", () => {
    const files = [{ ...picture, url: null }];
    const [folded] = fold(
      event("message.received", 0, { files: [picture] }),
      event("message.status_updated", 5, { files }),
    );
    expect(folded?.files).toEqual([picture]);
    expect(fold(event("message.received", 0, { files }))).toMatchObject([{ files }]);
  });

  it("has a time also where the event's own is in the future", () => {
    const told = { event: event("message.received", 99_999, { sentAt: null }), heardAt: SENT_AT };
    expect(foldMessages([told])).toMatchObject([{ sentAt: SENT_AT }]);
  });

  it.each(["failed", "undelivered", "rejected", "expired", "error", "Undelivered", "FAILED"])(
    "reports that an outbound message did not arrive when its status is %s",
    (status) => {
      const [folded] = fold(
        event("message.sent", 0, outbound),
        event("message.status_updated", 5, { ...outbound, status }),
      );
      expect(folded?.undelivered).toEqual({ status, at: SENT_AT + 5_000 });
    },
  );

  it.each(["sent", "delivered", "pending", "received", "read", "", "not failed", null])(
    "makes no failure of the status %j",
    (status) => {
      expect(fold(event("message.status_updated", 5, { ...outbound, status }))).toMatchObject([{ undelivered: null }]);
    },
  );

  it("reports a failure once and for good: the first one, whatever follows", () => {
    const events = [
      event("message.status_updated", 9, { ...outbound, status: "failed" }),
      event("message.status_updated", 5, failed),
      event("message.status_updated", 12, { ...outbound, status: "delivered" }),
    ];
    expect(fold(...events)).toMatchObject([{ undelivered: { status: "undelivered", at: SENT_AT + 5_000 } }]);
  });

  it("never reports an inbound message as undelivered", () => {
    expect(fold(event("message.received", 0, { status: "failed" }))).toMatchObject([{ undelivered: null }]);
    expect(fold(event("message.status_updated", 0, { status: "undelivered" }))).toMatchObject([{ undelivered: null }]);
  });

  it("C15: gives the same for every order and any repetition", () => {
    const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);
    const told = fc.record({
      messageId: fc.constantFrom("SM1", "SM2", "SM3"),
      direction: fc.constantFrom("inbound" as const, "outbound" as const),
      body: fc.constantFrom("", "one", "two"),
      status: maybe("sent", "delivered", "failed", "undelivered"),
      channel: maybe("whatsapp", "sms"),
      sentAt: maybe(SENT_AT, SENT_AT + 1, SENT_AT + 9_999_999),
      customerDigits: maybe("+12025550147", "+12025550148"),
      line: maybe(supportLine),
      user: maybe(cleo),
      files: fc.array(fc.constant(picture), { maxLength: 2 }),
      group: maybe({ id: "GC1", participants: ["12025550147"] }),
    });
    const events: fc.Arbitrary<ReceivedEvent> = fc.record({
      event: fc
        .tuple(fc.constantFrom("message.received", "message.sent"), fc.integer({ min: 0, max: 3 }), told)
        .map(([name, seconds, more]) => event(name, seconds, more)),
      heardAt: fc.integer({ min: SENT_AT, max: SENT_AT + 5_000 }),
    });
    const again = fc.array(events, { minLength: 1, maxLength: 8 }).chain((told) =>
      fc.tuple(
        fc.constant(told),
        fc
          .array(fc.constantFrom(...told))
          .chain((twice) => fc.shuffledSubarray([...told, ...twice], { minLength: told.length + twice.length })),
      ),
    );
    fc.assert(
      fc.property(again, ([told, retold]) => {
        expect(foldMessages(retold)).toEqual(foldMessages(told));
      }),
      { numRuns: 300 },
    );
  });

  it("C15: does not change the events it is given", () => {
    const events = received(event("message.sent", 5, failed), event("message.sent", 0, outbound));
    const before = structuredClone(events);
    foldMessages(events);
    expect(events).toEqual(before);
  });
});

it("M9: a message keeps the names of its files where a later event lists none", () => {
  const named = { ...picture, url: null };
  const received = [event("message.sent", 1, { files: [named] }), event("message.status_updated", 2, { files: [] })];
  const [folded] = foldMessages(received.map((one) => ({ event: one, heardAt: SENT_AT })));
  expect(folded?.files).toEqual([named]);
});
