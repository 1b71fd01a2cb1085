import { describe, expect, it } from "vitest";
import { joinTickets, worthRemembering } from "./join-tickets.ts";

const listed = { id: 1, subject: "Refund", open: false, snoozed: false, assignee: "Ada", lastMessageAt: 10 };
const own = { id: 2, subject: "Inbound call: Ada", assignee: null, lastMessageAt: 20 };

describe("the tickets of a customer", () => {
  it("I3: are those of the list, and what the service has opened since", () => {
    expect(joinTickets([listed], [own])).toEqual([
      listed,
      { id: 2, subject: "Inbound call: Ada", open: true, snoozed: false, assignee: null, lastMessageAt: 20 },
    ]);
  });

  it("I3: are as the list says, where it shows them", () => {
    expect(joinTickets([listed], [{ ...own, id: 1 }])).toEqual([listed]);
  });

  it("I3: are remembered as far as a card shows them", () => {
    const old = { ...listed, id: 3, lastMessageAt: 5 };
    const open = { ...listed, id: 4, open: true, lastMessageAt: null };
    expect(worthRemembering([listed, old, open])).toEqual([listed, open]);
    expect(worthRemembering([])).toEqual([]);
  });
});
