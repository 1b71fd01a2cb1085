/** Which of several tickets takes a message. */
import { describe, expect, it } from "vitest";
import { ticketThere } from "../../../test/fixtures/ticket-there.ts";
import type { TicketThere } from "../ports/help-desk.ts";
import { chooseAmong } from "./choose-among.ts";

const SENT_AT = Date.UTC(2026, 2, 2, 9);
const HOUR_MS = 3_600_000;

const ticket = (ticketId: number, more: Partial<TicketThere> = {}) => ticketThere({ ticketId, ...more });
const closed = (ticketId: number, hours: number, more: Partial<TicketThere> = {}) =>
  ticket(ticketId, { status: "closed", closedAt: SENT_AT - hours * HOUR_MS, ...more });
const among = (tickets: TicketThere[], current: number | null = null, window: "72" | "never" | "always" = "72") =>
  chooseAmong(tickets, current, SENT_AT, window)?.ticketId ?? null;

describe("chooseAmong", () => {
  it.each<[string, TicketThere[], number | null]>([
    ["an open one before one that is closed", [closed(1, 1), ticket(2)], 2],
    ["an open one though it is the older", [closed(2, 1), ticket(1)], 1],
    ["the first of several that are open", [ticket(3), ticket(2)], 3],
    ["the latest closed within the window", [closed(1, 70), closed(2, 3), closed(3, 50)], 2],
    ["the one within the window", [closed(1, 73), closed(2, 71)], 2],
    ["none where all were closed for too long", [closed(1, 72), closed(2, 100)], null],
    ["none where all are in the trash or spam", [ticket(1, { trashed: true }), ticket(2, { spam: true })], null],
    ["a closed one before spam that is open", [ticket(1, { spam: true }), closed(2, 1)], 2],
    ["none of none", [], null],
  ])("M2, M4: takes %s", (_what, tickets, chosen) => {
    expect(among(tickets)).toBe(chosen);
    expect(among(tickets.toReversed())).toBe(chosen === 3 ? 2 : chosen);
  });

  it("M2: stays in its ticket if that is open", () => {
    expect(among([ticket(1), ticket(2)], 2)).toBe(2);
    expect(among([ticket(1), closed(2, 1)], 2)).toBe(1);
  });

  it("M6: uses the window of the setting", () => {
    expect(among([closed(1, 1)], null, "never")).toBeNull();
    expect(among([closed(1, 1_000), closed(2, 2_000)], null, "always")).toBe(1);
  });
});
