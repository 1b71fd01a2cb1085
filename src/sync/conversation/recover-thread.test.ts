/** C15, C18: what is left to do for a ticket whose opening was not heard of, or had to go without some parts. */
import { describe, expect, it } from "vitest";
import { ticketThere } from "../../../test/fixtures/ticket-there.ts";
import { message, SENT_AT, write } from "../../../test/fixtures/text-messages.ts";
import type { SignedEntry } from "../../domain/conversation/sign-entry.ts";
import type { TicketChange, TicketDraft, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import { assignment, recoverChange, wasTaken } from "./change-thread.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";
import { completeTicket, recoverThread } from "./recover-thread.ts";

const NOW = SENT_AT + 60_000;
const CLEO = 2;

function outside(writes: Write[], more: Partial<ConversationRun> = {}) {
  const it = {
    requests: [] as string[],
    like: [] as TicketDraft[],
    found: null as number | null,
    foundLike: null as number | null,
    state: ticketThere(),
    remembered: [] as number[],
    withdrawn: [] as string[],
  };
  const made = (ticketId: number | null) => (ticketId === null ? null : { ticketId, messageIds: new Map() });
  const tickets = {
    async find(externalId: string) {
      it.requests.push(`find ${externalId}`);
      return made(it.found);
    },
    async findLike(draft: TicketDraft) {
      it.like.push(draft);
      return made(it.foundLike);
    },
    async read(ticketId: number) {
      it.requests.push(`read ${ticketId}`);
      return it.state;
    },
    async change(ticketId: number, change: TicketChange) {
      it.requests.push(`change ${ticketId} ${JSON.stringify(change)}`);
      return { ...it.state, ...change };
    },
    async addTags(ticketId: number, tags: { name: string }[]) {
      it.requests.push(`tag ${ticketId} ${tags.map(({ name }) => name).join()}`);
      return null;
    },
  };
  const nothing = async () => undefined;
  const deps = {
    clock: () => NOW,
    writes: {
      intend: nothing,
      complete: nothing,
      withdraw: async (_c: string, _a: string, { key }: Write) => void it.withdrawn.push(key),
    },
    threads: { remember: async (_c: string, _customer: number, id: number) => void it.remembered.push(id) },
    memory: { tags: async (_c: string, names: string[]) => names.map((name, id) => ({ id, name })) },
  } as unknown as ConversationDeps;
  const run = {
    connectionId: "one",
    activityId: "text:+12025550147",
    phoneKey: "+12025550147",
    customer: { id: 3 },
    writes,
    unsaved: [],
    givenUp: new Map(),
    ownLines: [],
    users: [],
    translations: translationsFor("en"),
    helpDesk: { tickets, optionalFields: [], used: () => it.requests.length },
    ticketId: null,
    ticket: null,
    ...more,
  } as unknown as ConversationRun;
  return Object.assign(it, { deps, run });
}

const signed = (id: string): SignedEntry => {
  const told = message({ id, body: `words of ${id}` });
  return { kind: "text", key: `message:${id}`, at: told.sentAt, message: told, authorId: null };
};
const intended = (more: object = {}, at = NOW - 10_000): Write =>
  write("ticket", {
    state: "intended",
    intent: { externalId: "aircall-text-1", entries: ["message:SM2"], tags: [], ...more },
    outcome: null,
    intendedAt: at,
  });

describe("a ticket whose opening was not heard of", () => {
  const recover = (world: ReturnType<typeof outside>) =>
    recoverThread(world.deps, world.run, [signed("SM1"), signed("SM2")]);

  it("C15: is not looked for where none was being opened", async () => {
    const world = outside([write("ticket", { ...intended(), state: "done", outcome: { ticketId: 7 } })]);
    await recover(world);
    expect([world.requests, world.remembered, world.withdrawn]).toEqual([[], [], []]);
    expect(world.run.writes).toMatchObject([{ key: "ticket", state: "done" }]);
  });

  it("C15: is kept where it is found by its name", async () => {
    const world = Object.assign(outside([intended()]), { found: 7 });
    await recover(world);
    expect([world.requests, world.like, world.remembered]).toEqual([["find aircall-text-1"], [], [7]]);
    expect(world.run).toMatchObject({ ticketId: 7, ticketSeenAt: NOW, ticket: null });
    expect(world.run.writes).toMatchObject([{ key: "ticket", state: "done", outcome: { ticketId: 7 } }]);
  });

  it("C15: is opened anew where it is not there", async () => {
    const world = outside([intended()]);
    await recover(world);
    expect([world.like, world.remembered, world.withdrawn, world.run.writes]).toEqual([[], [], ["ticket"], []]);
  });

  it("C15: is waited for where it was sent a moment ago", async () => {
    const world = outside([intended({}, NOW - 2_999)]);
    await expect(recover(world)).rejects.toMatchObject({ fate: "later", retryAfterMs: 1 });
    expect(world.withdrawn).toEqual([]);
  });

  it("C18: is found by the words of its first message where it has no name", async () => {
    const world = Object.assign(outside([intended({ unnamed: true })]), { foundLike: 8 });
    await recover(world);
    expect(world.remembered).toEqual([8]);
    const [draft] = world.like;
    expect(draft).toMatchObject({ externalId: "aircall-text-1", customerId: 3, channel: "sms" });
    expect(draft?.messages.map((one) => one.draft.text)).toEqual(["words of SM2"]);
    expect(draft?.createdAt).toBe(SENT_AT / 1000);
  });

  it("C18: is opened anew where it has no name, and its message is not there any more", async () => {
    const world = Object.assign(outside([intended({ unnamed: true, entries: ["message:SM9"] })]), { foundLike: 8 });
    await recover(world);
    expect([world.like, world.remembered]).toEqual([[], []]);
  });
});

describe("a ticket that was opened without some parts", () => {
  const opened = (later?: { tags: string[]; assigneeId: number | null }) =>
    write("ticket", {
      intent: { externalId: "a", entries: [], tags: [], ...(later ? { later } : {}) },
      outcome: { ticketId: 7 },
    });
  const later = { tags: ["Aircall SMS", "Support US"], assigneeId: CLEO };
  const complete = async (writes: Write[], more: Partial<ConversationRun> = { ticketId: 7 }) => {
    const world = outside(writes, more);
    await completeTicket(world.deps, world.run);
    return { requests: world.requests, keys: world.run.writes.map(({ key }) => key) };
  };

  it("C18: gets its tags and its agent, once", async () => {
    const world = outside([opened(later)], { ticketId: 7 });
    await completeTicket(world.deps, world.run);
    const requests = ["tag 7 Aircall SMS,Support US", "read 7", `change 7 {"assigneeId":${CLEO}}`];
    expect(world.requests).toEqual(requests);
    expect(world.run.writes.map(({ key }) => key)).toContain("completed");
    await completeTicket(world.deps, world.run);
    expect(world.requests).toEqual(requests);
  });

  it.each<[string, Write[], Partial<ConversationRun>, string[]]>([
    ["nothing where it was opened with all", [opened()], { ticketId: 7 }, []],
    ["nothing where there is no ticket any more", [opened(later)], { ticketId: null }, []],
    ["nothing before it is opened", [intended({ later })], { ticketId: 7 }, []],
    ["its tags alone where it needs no agent", [opened({ ...later, assigneeId: null })], { ticketId: 7 }, ["tag 7"]],
    ["nothing for an earlier ticket", [opened(later), { ...opened(), generation: 2 }], { ticketId: 7 }, []],
  ])("C18: gets %s", async (_what, writes, more, requests) => {
    const done = await complete(writes, more);
    expect(done.requests.map((request) => request.slice(0, 5))).toEqual(requests);
    expect(done.keys.includes("completed")).toBe(requests.length > 0);
  });
});

describe("a change whose answer was lost", () => {
  const change = (intent: object) => write("change:1", { state: "intended", intent: { ticketId: 7, ...intent } });

  it.each<[string, object, TicketThere, boolean]>([
    ["reopening an open ticket", { open: true }, ticketThere(), true],
    ["reopening a closed ticket", { open: true }, ticketThere({ status: "closed" }), false],
    ["reopening another ticket", { open: true, ticketId: 6 }, ticketThere(), false],
    ["giving the ticket to its agent", { open: false, assigneeId: CLEO }, ticketThere({ assigneeId: CLEO }), true],
    [
      "giving a closed ticket to its agent",
      { assigneeId: CLEO },
      ticketThere({ status: "closed", assigneeId: CLEO }),
      true,
    ],
    ["giving the ticket to another agent", { open: true, assigneeId: CLEO }, ticketThere({ assigneeId: 9 }), false],
    ["giving the ticket of no agent", { assigneeId: CLEO }, ticketThere(), false],
  ])("C15: of %s counts as made where the ticket shows it", async (_what, intent, state, isMade) => {
    const world = outside([change(intent)]);
    await recoverChange(world.deps, world.run, state);
    expect(world.run.writes.map((one) => one.state)).toEqual(isMade ? ["done"] : []);
    expect(world.withdrawn).toEqual(isMade ? [] : ["change:1"]);
  });

  it("C15: is not made where the ticket is gone", async () => {
    const world = outside([change({ open: true })]);
    await recoverChange(world.deps, world.run, { kind: "deleted" });
    expect(world.withdrawn).toEqual(["change:1"]);
  });
});

describe("the agent of a ticket", () => {
  const given = (more: Partial<Write>, ticketId = 7) =>
    write("change:1", { intent: { ticketId, assigneeId: CLEO }, outcome: { ticketId }, ...more });

  it.each<[string, Write[], Partial<TicketThere>, number | null, object]>([
    ["is the first who answers", [], {}, CLEO, { assigneeId: CLEO }],
    ["stays who it is", [], { assigneeId: 9 }, CLEO, {}],
    ["is not given by a customer's message", [], {}, null, {}],
    ["is not one whom Gorgias refused for it", [given({ state: "refused" })], {}, CLEO, {}],
    ["is another than the one refused", [given({ state: "refused" })], {}, 5, { assigneeId: 5 }],
    ["may be one refused for another ticket", [given({ state: "refused" }, 6)], {}, CLEO, { assigneeId: CLEO }],
  ])("C4: %s", (_what, writes, state, agentId, expected) => {
    expect(assignment(outside(writes).run, ticketThere(state), agentId, NOW)).toEqual(expected);
  });

  it("C4: was given by us where a change of that ticket did so", () => {
    expect(wasTaken(outside([given({})]).run, 7)).toBe(true);
    expect(wasTaken(outside([given({})]).run, 6)).toBe(false);
    expect(wasTaken(outside([given({ state: "refused" })]).run, 7)).toBe(false);
    expect(wasTaken(outside([given({ intent: { ticketId: 7, open: true } })]).run, 7)).toBe(false);
  });
});
