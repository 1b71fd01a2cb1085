/** C1: when the help desk's events are asked for, from which moment on, and how much of an answer is read. */
import { expect, it } from "vitest";
import type { CustomerEvents, FeedState } from "../../domain/ports/customer-feed.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import { RequestError } from "../../kit/request-error.ts";
import { followCustomers, type FollowDeps } from "./follow-customers.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.parse("2026-03-02T09:00:00Z");
const KEY: Credential = { kind: "basic", user: "a", password: "b" };
const NEVER: FeedState = { allowed: false, readUntil: null, askedAt: null, refusedAt: null, heardAt: NOW };

interface More {
  credential?: Credential;
  complete?: boolean;
  /** How long Gorgias takes for its answer. */
  askMs?: number;
  /** The remembered customer of the tickets' number. */
  known?: { id: number; corrected?: boolean };
}

function feed(state: Partial<FeedState>, answer: CustomerEvents["events"] | RequestError = [], more: More = {}) {
  const { credential = KEY, complete = true, askMs = 0, known = { id: 1 } } = more;
  const seen = {
    since: [] as number[],
    refused: 0,
    read: [] as number[],
    tickets: [] as number[],
    doubted: [] as unknown[],
    doubtedTickets: [] as unknown[],
  };
  const { id, ...corrected } = known;
  const moved = { customer: { id, name: null, email: null }, others: [], verifiedAt: NOW, ...corrected };
  let now = NOW;
  const deps = {
    feed: {
      state: async () => ({ ...NEVER, ...state }),
      refused: async () => void (seen.refused += 1),
      read: async (_id: string, until: number) => void seen.read.push(until),
      ticketsOf: async (_id: string, ids: readonly number[]) =>
        ids.map((ticketId) => ({ ticketId, customerId: 1, phoneKey: "+33612345678" })),
    },
    index: { known: async () => moved, doubt: async (_id: string, of: unknown) => void seen.doubted.push(of) },
    ticketMemory: { doubt: async (_id: string, of: unknown) => void seen.doubtedTickets.push(of) },
    helpDesks: () => ({
      async customerEvents(since: number) {
        seen.since.push(since);
        now += askMs;
        if (answer instanceof RequestError) throw answer;
        return { events: answer, complete };
      },
      customers: { ofTicket: async (ticketId: number) => (seen.tickets.push(ticketId), null) },
    }),
    clock: () => now,
  } as unknown as FollowDeps;
  return { seen, follow: () => followCustomers(deps, { id: "one", account: "acme" }, credential) };
}

it.each([
  ["a day back at first", null, DAY_MS],
  ["from a minute before the last answer", NOW - 10 * MINUTE_MS, 11 * MINUTE_MS],
  ["a day back after a longer pause", NOW - 30 * DAY_MS, DAY_MS],
])("C1: reads events %s", async (_how, readUntil, agoMs) => {
  const { seen, follow } = feed({ readUntil });
  await follow();
  expect([seen.since.map((since) => NOW - since), seen.read]).toEqual([[agoMs], [NOW]]);
});

it.each<[string, Partial<FeedState>]>([
  ["five minutes after the last request", { askedAt: NOW - 5 * MINUTE_MS + 1 }],
  ["a day after a refusal", { refusedAt: NOW - DAY_MS + 1 }],
  ["a delivery since the last request", { askedAt: NOW - 60 * MINUTE_MS, heardAt: NOW - 61 * MINUTE_MS }],
  ["the first delivery", { heardAt: null }],
])("L1: asks nothing before %s", async (_when, state) => {
  const { seen, follow } = feed(state);
  await follow();
  expect(seen.since).toEqual([]);
});

it("C1: reads at most twenty of the tickets that agents moved", async () => {
  const events = Array.from({ length: 25 }, (_, n) => ({ about: "ticket's customer" as const, id: n + 1, at: NOW }));
  const { seen, follow } = feed({}, events);
  await follow();
  expect(seen.tickets).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

it.each([
  ["403 is a refusal", { fate: "refused", status: 403 }, 1],
  ["401 is about the credential alone", { fate: "refused", status: 401 }, 0],
  ["500 proves nothing", { fate: "unknown", status: 500 }, 0],
  ["429 proves nothing", { fate: "later", status: 429 }, 0],
] as const)("C1: %s, and nothing counts as read", async (_what, { fate, status }, refused) => {
  const { seen, follow } = feed({}, new RequestError("no", { fate, status }));
  await follow();
  expect([seen.refused, seen.read]).toEqual([refused, []]);
});

it("C1: asks with an app's token only once an admin has allowed it", async () => {
  const credential: Credential = {
    kind: "bearer",
    accessToken: "a",
    refreshToken: null,
    expiresAt: null,
    obtainedAt: NOW,
  };
  for (const allowed of [false, true]) {
    const { seen, follow } = feed({ allowed }, [], { credential });
    await follow();
    expect(seen.since).toHaveLength(Number(allowed));
  }
});

it("C1: doubts the customers who changed, and all of them after more changes than an answer holds", async () => {
  const events = [
    { about: "customer", id: 3, at: NOW },
    { about: "ticket", id: 7, at: NOW },
    { about: "ticket's customer", id: 7, at: NOW },
  ] as const;
  for (const complete of [true, false]) {
    const { seen, follow } = feed({}, [...events], { complete });
    await follow();
    expect(seen.doubted).toEqual([complete ? [events[0]] : "all"]);
    expect(seen.doubtedTickets).toEqual([[7]]);
  }
});

it("C1: counts events as read until the moment of the question, however long the answer takes", async () => {
  const { seen, follow } = feed({}, [], { askMs: 60_000 });
  await follow();
  expect(seen.read).toEqual([NOW]);
});

it.each([
  ["still has the ticket's former customer", { id: 1 }, [7]],
  ["has another customer", { id: 2 }, []],
  ["has one who was corrected before", { id: 2, corrected: true }, [7]],
])("I3: reads a moved ticket if its number %s", async (_what, known, tickets) => {
  const { seen, follow } = feed({}, [{ about: "ticket's customer", id: 7, at: NOW }], { known });
  await follow();
  expect(seen.tickets).toEqual(tickets);
});
