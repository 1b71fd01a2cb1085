/** Where a ticket is according to an answer. */
import { expect, it } from "vitest";
import type { TicketState, TicketThere } from "../ports/help-desk.ts";
import { isOpenToWrites, whereaboutsOf } from "./whereabouts.ts";

const there: TicketThere = {
  kind: "there",
  ticketId: 7,
  spam: false,
  trashed: false,
  tags: [],
  status: "closed",
  closedAt: null,
  snoozed: false,
  assigneeId: null,
};

it.each<[string, TicketState, ReturnType<typeof whereaboutsOf>]>([
  ["closed", there, { at: "there", ticket: there as TicketThere & { trashed: false; spam: false } }],
  ["in the trash", { ...there, trashed: true }, { at: "gone", why: "trashed" }],
  ["in spam", { ...there, spam: true }, { at: "gone", why: "spam" }],
  ["in both", { ...there, spam: true, trashed: true }, { at: "gone", why: "trashed" }],
  ["merged", { kind: "merged", into: 8 }, { at: "moved", ticketId: 8 }],
  ["merged, but into which is not said", { kind: "merged", into: null }, { at: "gone", why: "deleted" }],
  ["deleted", { kind: "deleted" }, { at: "gone", why: "deleted" }],
])("C16: a ticket that is %s", (_what, state, expected) => {
  expect(whereaboutsOf(state)).toEqual(expected);
  expect(isOpenToWrites(state)).toBe(expected.at === "there");
});
