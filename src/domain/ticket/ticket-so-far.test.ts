/** What completed writes add up to. */
import { describe, expect, it } from "vitest";
import { plannedNote, ticketPlan, ticketWrite, write } from "../../../test/fixtures/plan-facts.ts";
import { digestOf } from "../call/next-call-step.ts";
import { nextKey } from "./numbering.ts";
import { hasTicket, ticketSoFar } from "./ticket-so-far.ts";
import type { Write } from "./write.ts";

const answered = plannedNote("answered");
const plan = ticketPlan({ notes: [answered] });
const opened = ticketWrite(plan);
const gone = (generation: number, why: string, ticketId: number): Write =>
  write("gone", {}, { why, ticketId }, { generation });

describe("ticketSoFar", () => {
  it("is nothing yet without writes", () => {
    expect(ticketSoFar([])).toEqual({
      generation: 1,
      language: null,
      ticketId: null,
      refused: false,
      tags: new Set(),
      messages: new Map(),
      withoutFiles: new Set(),
      inDoubt: new Set(),
      assigneeId: null,
      opened: false,
      heading: null,
      left: null,
    });
  });

  it("C3: knows the customer and subject of the ticket, and since when they are corrected", () => {
    const heading = { customerId: 700, subject: "Inbound call: +33 6 12 34 56 78" };
    const made = ticketWrite(ticketPlan(), { heading });
    expect(ticketSoFar([made]).heading).toEqual(heading);
    const to = { customerId: 700, subject: "Inbound call: Ada" };
    expect(ticketSoFar([made, write("correct:1", to, { changed: false })]).heading).toEqual(to);
    expect(ticketSoFar([opened]).heading).toBeNull();
  });

  it("knows the ticket as it was made", () => {
    expect(ticketSoFar([opened])).toMatchObject({
      language: "en",
      ticketId: 812,
      assigneeId: 10,
      opened: false,
      tags: new Set(["Aircall"]),
      messages: new Map([["answered", { digest: digestOf(answered), messageId: 1 }]]),
    });
    expect(ticketSoFar([ticketWrite({ ...plan, stage: "finished" })]).opened).toBe(true);
  });

  it("knows a note of the new ticket that no message was found for", () => {
    const silent = { ...opened, outcome: { ticketId: 812, messageIds: {} } };
    expect(ticketSoFar([silent]).messages.get("answered")?.messageId).toBeNull();
  });

  it("C15: knows of a ticket that was found only the notes whose messages were found with it", () => {
    const two = ticketWrite(ticketPlan({ notes: [answered, plannedNote("ended")] }));
    const found = { ...two, outcome: { ticketId: 812, messageIds: { ended: 7 }, found: true } };
    expect([...ticketSoFar([found]).messages.entries()].map(([key, { messageId }]) => [key, messageId])).toEqual([
      ["ended", 7],
    ]);
  });

  it("C11: is not opened by a change that only assigns", () => {
    expect(ticketSoFar([opened, write("change:1", { open: false, assigneeId: 11 }, { ticketId: 812 })])).toMatchObject({
      opened: false,
      assigneeId: 11,
    });
  });

  it("C15: prefers a note's own write to the ticket that was opened before it", () => {
    const added = write("note:answered", { digest: "later" }, { messageId: 5 });
    for (const order of [
      [added, opened],
      [opened, added],
    ]) {
      expect(ticketSoFar(order).messages.get("answered")).toEqual({ digest: "later", messageId: 5 });
    }
  });

  it("knows no message of a note of which only the edit is left", () => {
    const edited = write("edit:ended:1", { digest: "d" }, {});
    expect(ticketSoFar([opened, edited]).messages.get("ended")).toEqual({ digest: "d", messageId: null });
  });

  it("adds up notes, tags and changes, in whatever order the writes are read", () => {
    const writes = [
      write("edit:comment:12:10", { digest: "tenth" }, {}),
      write("edit:comment:12:9", { digest: "ninth" }, {}),
      write("change:2", { open: false, assigneeId: 11 }, { ticketId: 812 }),
      write("change:1", { open: true, assigneeId: 10 }, { ticketId: 812 }),
      write("note:comment:12", { digest: "first" }, { messageId: 5 }),
      write("tags:1", { tags: ["VIP", "Refund"] }, {}),
      opened,
    ];
    for (const order of [writes, writes.toReversed()]) {
      expect(ticketSoFar(order)).toMatchObject({
        ticketId: 812,
        opened: true,
        assigneeId: 11,
        tags: new Set(["Aircall", "VIP", "Refund"]),
      });
      expect(ticketSoFar(order).messages.get("comment:12")).toEqual({ digest: "tenth", messageId: 5 });
      const kinds = ["change", "tags", "edit:comment:12"];
      expect(kinds.map((kind) => nextKey(order, 1, kind))).toEqual(["change:3", "tags:2", "edit:comment:12:11"]);
    }
  });

  it("C15: does not count what was only intended", () => {
    const intended = [
      { ...opened, state: "intended" as const, outcome: null },
      write("tags:1", { tags: ["VIP"] }, null, { state: "intended" }),
    ];
    expect(ticketSoFar(intended)).toMatchObject({
      ticketId: null,
      language: null,
      tags: new Set(),
    });
    const perhaps = { ...gone(1, "trashed", 812), state: "intended" as const };
    expect(ticketSoFar([opened, perhaps])).toMatchObject({ generation: 1, ticketId: 812, left: null });
  });

  it("C15: does not know what a note says while an edit of it is under way, whatever its key", () => {
    const noted = write("note:comment:12", { digest: "first" }, { messageId: 5 });
    const edit = write("edit:comment:12:1", { digest: "second" }, null, { state: "intended" });
    expect(ticketSoFar([opened, noted, edit]).messages.get("comment:12")).toEqual({ digest: null, messageId: 5 });
  });

  it("C16: ignores unfinished writes in a ticket that is gone", () => {
    const edit = write("edit:answered:1", { digest: "second" }, null, { state: "intended" });
    const again = ticketWrite(plan, { generation: 2 });
    expect(ticketSoFar([opened, gone(1, "trashed", 812), edit, again]).messages.get("answered")?.digest).toBe(
      digestOf(answered),
    );
  });

  it("counts what Gorgias refused as tried, so that it is not tried again", () => {
    const why = { why: "no" };
    const soFar = ticketSoFar([
      opened,
      write("note:ended", { digest: "d" }, why, { state: "refused" }),
      write("change:1", { open: true }, why, { state: "refused" }),
      write("tags:1", { tags: ["VIP"] }, why, { state: "refused" }),
    ]);
    expect(soFar).toMatchObject({ refused: false, opened: true, tags: new Set(["Aircall", "VIP"]) });
    expect(soFar.messages.get("ended")).toEqual({ digest: "d", messageId: null });
  });

  it("knows that the ticket itself was refused", () => {
    const refused = { ...opened, state: "refused" as const, outcome: { why: "no" } };
    expect(ticketSoFar([refused])).toMatchObject({ refused: true, ticketId: null });
  });

  it("C16: follows merges to the last ticket, and keeps what is in it", () => {
    const moves = [write("moved:2", {}, { ticketId: 900 }), write("moved:1", {}, { ticketId: 850 }), opened];
    expect(ticketSoFar(moves)).toMatchObject({ generation: 1, ticketId: 900, tags: new Set(["Aircall"]) });
    expect(ticketSoFar(moves).messages.has("answered")).toBe(true);
  });

  it("C16: begins a new generation for a ticket that is gone, remembering why and the language", () => {
    expect(ticketSoFar([opened, write("tags:1", { tags: ["VIP"] }, {}), gone(1, "trashed", 812)])).toMatchObject({
      generation: 2,
      language: "en",
      ticketId: null,
      tags: new Set(),
      messages: new Map(),
      left: { why: "trashed", ticketId: 812 },
    });
  });

  it("C16: remembers the last of several tickets that are gone", () => {
    const second = { ...opened, generation: 2, outcome: { ticketId: 813, messageIds: {} } };
    const third = { ...opened, generation: 3, outcome: { ticketId: 814, messageIds: {} } };
    const writes = [third, gone(2, "spam", 813), opened, second, gone(1, "deleted", 812)];
    for (const order of [writes, writes.toReversed()]) {
      expect(ticketSoFar(order)).toMatchObject({ generation: 3, ticketId: 814, left: { why: "spam", ticketId: 813 } });
    }
  });

  it("C3: knows no heading where an earlier version stored only a part of it", () => {
    for (const heading of [{ customerId: 700 }, { subject: "Inbound call: Ada" }]) {
      expect(ticketSoFar([ticketWrite(ticketPlan(), { heading })]).heading).toBeNull();
    }
  });

  it("C10: keeps a removed note, so that it is not written again, and a note that was left without its files", () => {
    const removed = ticketSoFar([opened, write("remove:answered", {}, {})]);
    expect(removed.messages).toEqual(new Map([["answered", { digest: null, messageId: null }]]));
    const edit = (outcome: unknown) => ticketSoFar([opened, write("edit:answered:1", { digest: "d" }, outcome)]);
    expect(edit({ withoutFiles: true }).withoutFiles).toEqual(new Set(["answered"]));
    expect(edit(null).withoutFiles).toEqual(new Set());
  });

  it("C15: doubts of what was only intended the notes, and after a change the assignee", () => {
    const intended = (key: string, intent: unknown) => write(key, intent, null, { state: "intended" });
    expect([...ticketSoFar([opened, intended("note:comment:12", {})]).inDoubt]).toEqual(["comment:12"]);
    const tagged = ticketSoFar([opened, intended("tags:1", { tags: ["VIP"], assigneeId: 7 })]);
    expect([tagged.assigneeId, tagged.inDoubt]).toEqual([10, new Set()]);
    expect(ticketSoFar([opened, intended("change:1", { open: true })]).assigneeId).toBe(10);
    expect(ticketSoFar([opened, intended("change:1", { assigneeId: null })]).assigneeId).toBeUndefined();
    const perhaps = ticketSoFar([{ ...opened, state: "intended", outcome: null }]);
    expect([perhaps.assigneeId, perhaps.inDoubt]).toEqual([null, new Set(["answered"])]);
  });
});

it.each<[string, Write[], boolean]>([
  ["none without writes", [], false],
  ["one that was opened", [opened], true],
  ["one whose answer was lost", [{ ...opened, state: "intended", outcome: null }], true],
  ["none where only tags may be written", [write("tags:1", { tags: [] }, null, { state: "intended" })], false],
  ["none once it is gone", [opened, gone(1, "trashed", 812)], false],
  ["none once one that may be open is gone", [{ ...opened, state: "intended" }, gone(1, "trashed", 812)], false],
  ["none where Gorgias rejected it", [{ ...opened, state: "refused", outcome: { why: "no" } }], false],
  [
    "one that may be open in the place of one that is gone",
    [opened, gone(1, "trashed", 812), { ...opened, generation: 2, state: "intended", outcome: null }],
    true,
  ],
])("C16, C17: of a call's tickets there is %s", (_what, writes, has) => {
  expect(hasTicket(writes)).toBe(has);
});
