/** The decision table of messages, one row per line of it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TicketState, TicketThere } from "../ports/help-desk.ts";
import { settingsSchema, type Settings } from "../settings/settings.ts";
import { chooseTicket, type TicketChoice } from "./choose-ticket.ts";

const SENT_AT = Date.UTC(2026, 2, 2, 9, 0, 0);
const HOUR_MS = 3_600_000;

function there(more: Partial<TicketThere> = {}): TicketThere {
  const ticket = { ticketId: 7001, spam: false, trashed: false, tags: [], assigneeId: null };
  return { kind: "there", ...ticket, status: "open", closedAt: null, snoozed: false, ...more };
}

/** How long before the message the ticket was closed. */
function closed(hoursBefore: number, more: Partial<TicketThere> = {}): TicketThere {
  return there({ status: "closed", closedAt: SENT_AT - hoursBefore * HOUR_MS, ...more });
}

const HERE = { go: "here" } as const;
const REOPEN = { go: "reopen" } as const;
const anew = (why: Extract<TicketChoice, { go: "new" }>["why"]) => ({ go: "new", why }) as const;
const MS = 1 / HOUR_MS;

type Row = [name: string, state: TicketState, choice: TicketChoice, window?: Settings["reopenWindow"]];

const TABLE: Row[] = [
  ["M3: open takes the text", there(), HERE],
  ["M3: open takes the text, whatever the window", there(), HERE, "never"],
  ["M3: open again after a closing takes the text", there({ closedAt: SENT_AT - 999 * HOUR_MS }), HERE],
  ["M3: open and put off takes the text", there({ snoozed: true }), HERE],
  ["M3: open and assigned to an agent takes the message", there({ assigneeId: 8803 }), HERE],
  ["M4: spam is left", there({ spam: true }), anew("spam")],
  ["M4: spam is left also when it is closed within the window", closed(1, { spam: true }), anew("spam")],
  ["M4: spam is left also with the window always", closed(1, { spam: true }), anew("spam"), "always"],
  ["M4: trash is left", there({ trashed: true }), anew("trashed")],
  ["M4: trash is left also when it is closed within the window", closed(1, { trashed: true }), anew("trashed")],
  ["M4: trash is left also when it is snoozed", closed(1, { trashed: true, snoozed: true }), anew("trashed")],
  ["M4: spam in the trash is left", there({ spam: true, trashed: true }), anew("trashed")],
  ["M5: closed a moment ago is opened again", closed(0), REOPEN],
  ["M5: closed for 71 h is opened again", closed(71), REOPEN],
  ["M5: closed for a millisecond less than 72 h is opened again", closed(72 - MS), REOPEN],
  ["M6: closed for exactly 72 h is left", closed(72), anew("closed too long")],
  ["M6: closed for a millisecond more than 72 h is left", closed(72 + MS), anew("closed too long")],
  ["M6: closed for 73 h is left", closed(73), anew("closed too long")],
  ["M5: a message from before the closing opens it again", closed(-1), REOPEN],
  ["M5: a message from long before the closing opens it again", closed(-1_000), REOPEN],
  ["M5: closed at an unknown time is opened again", closed(0, { closedAt: null }), REOPEN],
  ["M6: with the window never, closed a moment ago is left", closed(0), anew("closed too long"), "never"],
  ["M6: with the window never, a message from before the closing too", closed(-1), anew("closed too long"), "never"],
  [
    "M6: with the window never, closed at an unknown time is left",
    closed(0, { closedAt: null }),
    anew("closed too long"),
    "never",
  ],
  ["M5: with the window always, closed for years is opened again", closed(99_999), REOPEN, "always"],
  ["M5: with the window 1, closed for a millisecond less is opened again", closed(1 - MS), REOPEN, "1"],
  ["M6: with the window 1, closed for exactly an hour is left", closed(1), anew("closed too long"), "1"],
  ["M5: snoozed is opened again", closed(1, { snoozed: true }), REOPEN],
  ["M5: snoozed without a date of closing is opened again", closed(0, { closedAt: null, snoozed: true }), REOPEN],
  ["M5: snoozed for longer than the window is opened again", closed(999, { snoozed: true }), REOPEN],
  ["M5: snoozed is not finished: also opened with the window never", closed(1, { snoozed: true }), REOPEN, "never"],
  ["C16: merged into a known one is followed", { kind: "merged", into: 7002 }, { go: "follow", ticketId: 7002 }],
  ["C16: merged into a known one is followed, whatever the window", ...merged(7002, "never")],
  ["C16: merged into an unknown ticket is left", { kind: "merged", into: null }, anew("deleted")],
  ["C16: deleted is left", { kind: "deleted" }, anew("deleted")],
  ["C16: deleted is left also with the window always", { kind: "deleted" }, anew("deleted"), "always"],
];

function merged(ticketId: number, window: Settings["reopenWindow"]) {
  return [{ kind: "merged", into: ticketId }, { go: "follow", ticketId }, window] as const;
}

describe("chooseTicket", () => {
  it.each(TABLE)("%s", (_name, state, choice, window = "72") => {
    expect(chooseTicket(state, SENT_AT, window)).toEqual(choice);
  });

  const windows = [...settingsSchema.shape.reopenWindow.unwrap().values];
  const hours = windows.filter((window) => /^\d+$/.test(window));

  it.each(hours)("M6: the window %s is so many hours", (window) => {
    expect(chooseTicket(closed(Number(window) - MS), SENT_AT, window)).toEqual(REOPEN);
    expect(chooseTicket(closed(Number(window)), SENT_AT, window)).toEqual(anew("closed too long"));
  });

  it("M4: never lets anything be written into trash or spam", () => {
    const ticket = fc.record({
      spam: fc.boolean(),
      trashed: fc.boolean(),
      snoozed: fc.boolean(),
      status: fc.constantFrom("open" as const, "closed" as const),
      closedAt: fc.option(fc.integer({ min: 0, max: 2 * SENT_AT })),
    });
    fc.assert(
      fc.property(ticket, fc.constantFrom(...windows), (more, window) => {
        const choice = chooseTicket(there(more), SENT_AT, window);
        expect(choice.go === "new" && choice.why !== "closed too long").toBe(more.spam || more.trashed);
      }),
    );
  });
});
