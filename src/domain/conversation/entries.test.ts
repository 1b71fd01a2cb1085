/** What of a conversation is still to be written: its order, and its names. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { message, picture, SENT_AT, ticketWrite, write } from "../../../test/fixtures/text-messages.ts";
import {
  entriesOf,
  entryIdOf,
  isEntryKey,
  completedAs,
  entriesNow,
  textKey,
  ticketIdOf,
  TICKET_PREFIX,
  uploadKeyOf,
  writeKeysOf,
  type Entry,
} from "./entries.ts";
import type { TextMessage } from "./text-message.ts";

const failedAt = (seconds: number) => ({ status: "failed", at: SENT_AT + seconds * 1000 });
const sent = (id: string, seconds = 0, more: Partial<TextMessage> = {}) =>
  message({ id, direction: "outbound", sentAt: SENT_AT + seconds * 1000, ...more });
const keysOf = (...messages: TextMessage[]) => entriesOf(messages).map(({ key }) => key);

describe("entriesOf", () => {
  it("is nothing for no message", () => {
    expect(entriesOf([])).toEqual([]);
  });

  it("M8: has one entry for each message, in the order of sending", () => {
    const [late, early] = [sent("SM1", 9), sent("SM2", 3)];
    expect(entriesOf([late, early])).toEqual([
      { kind: "text", key: "message:SM2", at: SENT_AT + 3_000, message: early },
      { kind: "text", key: "message:SM1", at: SENT_AT + 9_000, message: late },
    ]);
  });

  it("M8: has a failure when it was reported, also between other messages", () => {
    const failed = sent("SM1", 0, { undelivered: failedAt(5) });
    expect(keysOf(sent("SM2", 9), failed, sent("SM3", 4))).toEqual([
      "message:SM1",
      "message:SM3",
      "undelivered:SM1",
      "message:SM2",
    ]);
  });

  it("M8: orders what happened in the same millisecond: messages by their ids, then failures", () => {
    const failed = sent("SM1", 0, { undelivered: failedAt(4) });
    expect(keysOf(sent("SM3", 4), failed, sent("SM2", 4))).toEqual([
      "message:SM1",
      "message:SM2",
      "message:SM3",
      "undelivered:SM1",
    ]);
  });

  it("never has a failure before its message, whatever the clocks say", () => {
    const failed = sent("SM1", 60, { undelivered: failedAt(5) });
    expect(entriesOf([failed])).toEqual([
      { kind: "text", key: "message:SM1", at: SENT_AT + 60_000, message: failed },
      { kind: "undelivered", key: "undelivered:SM1", at: SENT_AT + 60_001, message: failed },
    ]);
  });

  it("C15: is the same for every order of the messages", () => {
    const text = fc.record({ id: fc.constantFrom("1", "2", "3", "4"), at: fc.nat(2), failed: fc.option(fc.nat(3)) });
    const some = fc.uniqueArray(text, { selector: ({ id }) => id, maxLength: 4 });
    fc.assert(
      fc.property(
        some.chain((texts) => fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length }))),
        ([texts, shuffled]) => {
          const made = (each: (typeof texts)[number]) =>
            sent(each.id, each.at, each.failed === null ? {} : { undelivered: failedAt(each.failed) });
          const entries = entriesOf(texts.map(made));
          expect(entriesOf(shuffled.map(made))).toEqual(entries);
          for (const [i, { kind, message }] of entries.entries()) {
            if (kind === "text") continue;
            expect(entries.findIndex(({ key }) => key === textKey(message.id))).toBeLessThan(i);
          }
        },
      ),
    );
  });
});

describe("the names of entries", () => {
  const [text, undelivered] = entriesOf([sent("SM1", 0, { undelivered: failedAt(1) })]) as [Entry, Entry];

  it("M11: identify each ticket by the entry that it was opened with", () => {
    expect([text, undelivered].map(ticketIdOf)).toEqual(["aircall-text-SM1", "aircall-text-SM1-undelivered"]);
    expect([text, undelivered].every((entry) => ticketIdOf(entry).startsWith(TICKET_PREFIX))).toBe(true);
  });

  it("identify each entry among the messages of its ticket", () => {
    expect([text, undelivered].map(entryIdOf)).toEqual(["aircall-message:SM1", "aircall-undelivered:SM1"]);
  });

  it("distinguish the writes of entries from all others", () => {
    expect([text, undelivered].map(({ key }) => isEntryKey(key))).toEqual([true, true]);
    for (const key of ["upload:SM1:0", "upload:message:0", "ticket", "tags:1", "message", ""]) {
      expect(isEntryKey(key)).toBe(false);
    }
  });

  it("fit where Gorgias keeps them, for the longest id that is followed", () => {
    const entries = entriesOf([sent("x".repeat(100), 0, { undelivered: failedAt(1) })]);
    for (const name of entries.flatMap((entry) => [ticketIdOf(entry), entryIdOf(entry)])) {
      expect(name.length).toBeLessThanOrEqual(255);
    }
  });

  it("name every write that proves whether a message is written", () => {
    expect(writeKeysOf([])).toEqual([]);
    expect(writeKeysOf([sent("SM1", 0, { undelivered: failedAt(1), files: [picture, picture] }), sent("SM2")])).toEqual(
      ["message:SM1", "undelivered:SM1", "upload:SM1:0", "upload:SM1:1", "message:SM2"],
    );
    expect([textKey("SM1"), uploadKeyOf("SM1", 1)]).toEqual(["message:SM1", "upload:SM1:1"]);
  });
});

describe("settledAs", () => {
  const [text, undelivered] = entriesOf([sent("SM1", 0, { undelivered: failedAt(1) })]) as [Entry, Entry];

  it.each([
    ["nothing is written", [], null],
    ["another text is", [write("message:SM2")], null],
    ["its own write is done", [write("message:SM1")], "done"],
    ["its own write is refused", [write("message:SM1", { state: "refused" })], "refused"],
    ["its own write is perhaps sent", [write("message:SM1", { state: "intended" })], null],
    ["only its file is transferred", [write("upload:SM1:0")], null],
    ["a ticket was opened with it", [ticketWrite(7001, ["message:SM1", "message:SM2"])], "done"],
    ["a ticket was opened with another", [ticketWrite(7001, ["message:SM2"])], null],
    ["the second of two tickets was opened with it", twoTickets(), "done"],
    ["its ticket is perhaps opened", [ticketWrite(7001, ["message:SM1"], { state: "intended" })], null],
    ["its ticket was refused", [ticketWrite(7001, ["message:SM1"], { state: "refused" })], null],
    ["it is perhaps sent, and a ticket was opened with it", perhapsAndOpened(), "done"],
    ["it was perhaps sent once, and done in a later run", perhapsAndDone(), "done"],
  ] as const)("shows how far a message is where %s", (_name, writes, completed) => {
    expect(completedAs(text, writes)).toBe(completed);
  });

  it("distinguishes a message and its failure", () => {
    expect(completedAs(undelivered, [write("message:SM1")])).toBeNull();
    expect(completedAs(undelivered, [ticketWrite(7001, ["message:SM1"])])).toBeNull();
    expect(completedAs(undelivered, [write("undelivered:SM1")])).toBe("done");
    expect(completedAs(text, [write("undelivered:SM1")])).toBeNull();
  });

  function twoTickets() {
    return [ticketWrite(7001, ["message:SM0"]), ticketWrite(7002, ["message:SM1"], { generation: 2 })];
  }

  function perhapsAndOpened() {
    return [write("message:SM1", { state: "intended" }), ticketWrite(7001, ["message:SM1"])];
  }

  function perhapsAndDone() {
    return [write("message:SM1", { state: "intended" }), write("message:SM1", { generation: 2 })];
  }
});

describe("an entry that landed where no agent sees it", () => {
  const lost = write("verify:1:7001", { outcome: { ticketId: 7001, again: ["message:SM1"] } });
  const again = Array.from({ length: 12 }, (_, i) => ({ ...lost, key: `verify:${i}:7001` }));
  const entries = entriesOf([sent("SM1", 0, { undelivered: failedAt(1) })]);

  it("M4: is written again under a name of its own, and no other entry is", () => {
    expect(entriesNow(entries, [])).toEqual(entries);
    const [first, second] = entriesNow(entries, again);
    expect([first?.key, second?.key]).toEqual(["message:SM1:again12", "undelivered:SM1"]);
    expect(first).toEqual({ ...entries[0], key: "message:SM1:again12" });
    expect([first, second].map((entry) => entry && ticketIdOf(entry))).toEqual([
      "aircall-text-SM1-again12",
      "aircall-text-SM1-undelivered",
    ]);
  });

  it("M4: is shown as written by either of its writes", () => {
    expect(writeKeysOf([sent("SM1")], [lost])).toEqual(["message:SM1", "message:SM1:again1"]);
  });
});
