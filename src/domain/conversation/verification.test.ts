/** What a second look at a ticket means for the entries written between the two looks. */
import { describe, expect, it } from "vitest";
import { SENT_AT, write } from "../../../test/fixtures/text-messages.ts";
import type { TicketState, TicketThere } from "../ports/help-desk.ts";
import { judge, timesLost, verificationsIn } from "./verification.ts";

const INTENT = { ticketId: 7001, entries: ["message:SM1", "message:SM2"], since: SENT_AT, assigneeId: null };
const landed = (key: string, at: number, ticketId = 7001) =>
  write(key, { outcome: { ticketId, messageId: 1, at: SENT_AT + at } });
const WRITES = [landed("message:SM1", 1_000), landed("message:SM2", 5_000)];

function there(more: Partial<TicketThere> = {}): TicketThere {
  const ticket = { ticketId: 7001, spam: false, trashed: false, tags: [], assigneeId: null };
  return { kind: "there", ...ticket, status: "open", closedAt: null, snoozed: false, ...more };
}
const closedAt = (ms: number | null) => there({ status: "closed", closedAt: ms === null ? null : SENT_AT + ms });
const trashedAt = (ms: number) => there({ trashed: true, trashedAt: SENT_AT + ms });

const STANDS = { go: "stands" };
const BOTH = ["message:SM1", "message:SM2"];

describe("judge", () => {
  it.each<[string, TicketState, object]>([
    ["open stands", there(), STANDS],
    ["closed before both is opened for both", closedAt(500), { go: "reopen", keys: BOTH }],
    ["closed between the two is opened for the second", closedAt(3_000), { go: "reopen", keys: ["message:SM2"] }],
    ["closed when the second landed is opened for it", closedAt(5_000), { go: "reopen", keys: ["message:SM2"] }],
    ["closed after both stays closed", closedAt(5_001), STANDS],
    ["closed at an unknown time is opened", closedAt(null), { go: "reopen", keys: BOTH }],
    ["trashed between the two: the second again", trashedAt(3_000), { go: "again", keys: ["message:SM2"] }],
    ["trashed after both stays there", trashedAt(6_000), STANDS],
    ["trashed at an unknown time: both again", there({ trashed: true }), { go: "again", keys: BOTH }],
    ["spam: both again", there({ spam: true }), { go: "again", keys: BOTH }],
    ["deleted: both again", { kind: "deleted" }, { go: "again", keys: BOTH }],
    ["merged: they moved along", { kind: "merged", into: 7002 }, STANDS],
    ["merged into an unknown ticket: both again", { kind: "merged", into: null }, { go: "again", keys: BOTH }],
  ])("M5: %s", (_what, state, verdict) => {
    expect(judge(INTENT, state, WRITES)).toEqual(verdict);
  });

  it("M5: concerns what landed in that ticket alone", () => {
    const writes = [
      landed("message:SM1", 1_000, 7002),
      write("message:SM2", { state: "refused", outcome: { why: "no" } }),
    ];
    expect(judge(INTENT, there({ spam: true }), writes)).toEqual(STANDS);
    expect(judge(INTENT, there({ spam: true }), [landed("message:SM9", 1_000)])).toEqual(STANDS);
  });

  it("M5: goes by when an entry was sent where an earlier version stored no more", () => {
    const writes = [write("message:SM1", { intendedAt: SENT_AT + 1_000 })];
    expect(judge(INTENT, closedAt(500), writes)).toEqual({ go: "reopen", keys: ["message:SM1"] });
    expect(judge(INTENT, closedAt(1_001), writes)).toEqual(STANDS);
  });
});

describe("what is stored of it", () => {
  it("M5: is to be made while it is intended, and no longer", () => {
    const intended = write("verify:1:7001", { state: "intended", intent: INTENT, outcome: null });
    expect(verificationsIn([intended, ...WRITES])).toEqual([{ key: "verify:1:7001", ...INTENT }]);
    expect(verificationsIn([{ ...intended, state: "done" }])).toEqual([]);
    expect(verificationsIn([{ ...intended, key: "tags:1" }])).toEqual([]);
  });

  it("M4: counts how often an entry was lost", () => {
    const made = (n: number, again: string[]) => write(`verify:${n}:7001`, { outcome: { ticketId: 7001, again } });
    const writes = [made(1, ["message:SM1", "message:SM2"]), made(2, ["message:SM1:again1"])];
    expect(["message:SM1", "message:SM2", "message:SM3"].map((key) => timesLost(key, writes))).toEqual([2, 1, 0]);
    const outcome = { ticketId: 7001, again: ["message:SM1"] };
    const others = [write("tags:1", { outcome }), write("verify:1:7001", { state: "intended", outcome })];
    expect(timesLost("message:SM1", [...others, write("verify:2:7001", { outcome: null })])).toBe(0);
    expect(timesLost("message:SM1", [made(1, ["message:SM1:again12"])])).toBe(1);
    expect(timesLost("message:1", [made(1, ["message:1:again1:2"])])).toBe(0);
  });
});
