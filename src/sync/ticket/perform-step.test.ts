/** How one change is made in a ticket that has moved, is as wanted already, or may have been changed before. */
import { describe, expect, it } from "vitest";
import { ticketThere } from "../../../test/fixtures/ticket-there.ts";
import type { MessageLikeness, TicketChange, TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import { WITH_ALL } from "../../domain/ticket/rejected-parts.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { Run } from "../run.ts";
import { addMessage } from "./add-message.ts";
import { addTags } from "./add-tags.ts";
import { changeTicket, correctTicket } from "./change-ticket.ts";
import type { ForgetDeps } from "./forget.ts";
import { PlanAnew } from "./leave-out.ts";
import { mayWriteTo } from "./look-at-ticket.ts";
import type { StepOf, TicketWork } from "./ticket-work.ts";

const NOW = 1_800_000_000_000;
const TICKET = 7;
const CLEO = 2;
const rejection = (status: number) => new RequestError("gorgias: no", { fate: "refused", status });

const there = (more: Partial<TicketThere> = {}) =>
  ticketThere({ ticketId: TICKET, assigneeId: CLEO, subject: "Call", customerId: 1, ...more });

/** Gorgias with one ticket. `answer` is asked for each request, and may throw. */
function outside(state: TicketState = there()) {
  const it = {
    now: NOW,
    state,
    requests: [] as string[],
    answer: (_request: string): unknown => undefined,
    likes: [] as (MessageLikeness | undefined)[],
  };
  const ask = async (request: string): Promise<unknown> => {
    it.requests.push(request);
    return it.answer(request);
  };
  const helpDesk = {
    used: () => it.requests.length,
    tickets: {
      async read(ticketId: number) {
        await ask(`read ${ticketId}`);
        return it.state;
      },
      async change(ticketId: number, change: TicketChange) {
        return (await ask(`change ${ticketId} ${JSON.stringify(change)}`)) ?? { ...it.state, ...change };
      },
      addTags: async (_id: number, tags: { name: string }[]) =>
        (await ask(`tag ${tags.map(({ name }) => name).join()}`)) ?? null,
    },
    notes: {
      async find(ticketId: number, _id: string, like?: MessageLikeness) {
        it.likes.push(like);
        return (await ask(`find in ${ticketId}`)) ?? null;
      },
      add: async (ticketId: number) => (await ask(`add to ${ticketId}`)) ?? 55,
    },
    texts: { add: async (ticketId: number) => (await ask(`add to ${ticketId}`)) ?? 55 },
  };
  const nothing = async () => undefined;
  const deps = {
    clock: () => it.now,
    writes: { intend: nothing, withdraw: nothing, complete: nothing },
    memory: {
      users: async () => ({ users: [{ id: CLEO, name: "Cleo" }], learnedAt: NOW }),
      tags: async (_c: string, names: readonly string[]) => names.map((name, id) => ({ id, name })),
      forgetTags: nothing,
      forgetUsers: nothing,
    },
  } as unknown as ForgetDeps;
  const book = { connectionId: "one", activityId: "call:1", writes: [] as Write[], unsaved: [], cacheGeneration: 0 };
  const run = { ...book, helpDesk, surroundings: {}, ticketSeenAt: null } as unknown as Run;
  const put = (key: string, write: Partial<Write> = {}) =>
    run.writes.push({
      generation: 0,
      key,
      intent: {},
      state: "done",
      outcome: null,
      requests: 0,
      intendedAt: NOW - 60_000,
      ...write,
    });
  const keys = () => run.writes.map(({ key, state: how }) => `${key} ${how}`);
  return Object.assign(it, { deps, run, put, keys });
}

type World = ReturnType<typeof outside>;
const into = (key: string) => ({ generation: 1, key, ticketId: TICKET });

describe("a message whose answer was lost", () => {
  type Message = { key: string; waitsUntil: null };

  async function writeAgain(world: World, { kind = "note", before = TICKET, unnamed = false } = {}) {
    world.put("note:a", { generation: 1, state: "intended", intent: { ticketId: before, unnamed } });
    const draft = { externalId: "a", text: "hello", html: "hello", authorId: null, at: 12, files: [] };
    const work = {
      stale: "users",
      options: { without: WITH_ALL, adminId: null, fields: [], withoutFiles: (message: unknown) => message },
      digestOf: () => null,
      draft: () => ({ kind, draft }),
      sentBefore: before === TICKET ? () => null : () => ({ generation: 1, ticketId: before }),
    } as unknown as TicketWork<Message>;
    const generation = before === TICKET ? 1 : 2;
    const step = { ...into("note:a"), generation, do: "add message", message: { key: "a", waitsUntil: null } };
    await addMessage(world.deps, world.run, work, step as StepOf<Message, "add message">);
    return world.run.writes.find(({ key }) => key === "note:a");
  }

  it("C15: is looked for in its ticket once, and sent where it is not there", async () => {
    const world = outside();
    expect(await writeAgain(world)).toMatchObject({ state: "done", outcome: { ticketId: TICKET, messageId: 55 } });
    expect(world.requests).toEqual(["find in 7", "add to 7"]);
  });

  it("M4, C15: is found in the ticket to which it was sent, and not written into the present one", async () => {
    const world = outside();
    world.answer = (request) => (request === "find in 6" ? 44 : undefined);
    expect(await writeAgain(world, { kind: "text", before: 6 })).toMatchObject({
      generation: 1,
      state: "done",
      outcome: { ticketId: 6, messageId: 44, at: NOW },
    });
    expect(world.requests).toEqual(["find in 6"]);
    expect(world.run.writes).toHaveLength(1);
  });

  it("M4, C15: is looked for in both tickets before it goes to the present one", async () => {
    const world = outside();
    expect(await writeAgain(world, { kind: "text", before: 6 })).toMatchObject({ outcome: { ticketId: TICKET } });
    expect(world.requests).toEqual(["find in 6", "find in 7", "add to 7"]);
  });

  it.each([
    ["a note is known by its words and time", "note", false, { text: "hello", at: 12 }],
    ["a text is not, because another app may have recorded it", "text", false, undefined],
    ["a text without its external id is, too", "text", true, { text: "hello", at: 12 }],
  ])("C15: %s", async (_what, kind, unnamed, like) => {
    const world = outside();
    await writeAgain(world, { kind, unnamed });
    expect(world.likes).toEqual([like]);
  });
});

describe("tags", () => {
  const put = (world: World, ...tags: string[]) => addTags(world.deps, world.run, { ...into("tags:1"), tags });
  /** What may be outdated was read anew before. */
  function fresh() {
    const world = outside();
    world.put("forgotten:tags");
    return world;
  }

  it.each([400, 403, 409, 422])("C18: are put on one by one where Gorgias rejects all (%i)", async (status) => {
    const world = fresh();
    world.answer = (request) => {
      if (request.includes("bad")) throw rejection(status);
    };
    await expect(put(world, "bad", "good", "fine")).rejects.toThrow(PlanAnew);
    expect(world.requests).toEqual(["tag bad,good,fine", "tag bad", "tag good", "tag fine"]);
    expect(world.keys()).toContain("left-out:tag:bad done");
  });

  it("C12: are read anew first, where an id may be outdated", async () => {
    const world = outside();
    world.answer = () => {
      throw rejection(400);
    };
    await expect(put(world, "one", "two")).rejects.toThrow(PlanAnew);
    expect(world.requests).toEqual(["tag one,two"]);
    expect(world.keys()).toContain("forgotten:tags done");
  });

  it.each([401, 404])("C18: are not put on one by one after %i", async (status) => {
    const world = fresh();
    world.answer = () => {
      throw rejection(status);
    };
    await put(world, "one", "two").catch(() => undefined);
    expect(world.requests).toEqual(["tag one,two"]);
  });

  it("C18: are sent once where the only one is rejected, though it was left out before", async () => {
    const world = fresh();
    const part = { kind: "tag", name: "bad" };
    const entry = { part: "tag", value: "bad", code: "rejected", vendor: "gorgias", status: 400, detail: null };
    world.put("left-out:tag:bad", { outcome: { rejected: part, leftOut: [entry] } });
    world.answer = () => {
      throw rejection(400);
    };
    await put(world, "bad");
    expect(world.requests).toEqual(["tag bad"]);
    expect(world.keys()).toContain("tags:1 refused");
  });

  it("C16: end where the ticket has gone between two of them", async () => {
    const world = fresh();
    world.answer = (request) => {
      if (request === "tag one,two") throw rejection(400);
      return { kind: "deleted" };
    };
    expect(await put(world, "one", "two")).toEqual({ kind: "deleted" });
    expect(world.requests).toEqual(["tag one,two", "tag one"]);
  });
});

describe("a change of the ticket", () => {
  const change = (world: World, wanted: { open?: boolean; assigneeId?: number | null }, looksFirst = true) =>
    changeTicket(world.deps, world.run, into("change:1"), { change: wanted, stale: "users", looksFirst });

  it.each<[string, Partial<TicketThere>, { open?: boolean; assigneeId?: number | null }, boolean]>([
    ["is made where the ticket is closed", { status: "closed" }, { open: true }, true],
    ["is made where the ticket is snoozed, which hides it", { snoozed: true }, { open: true }, true],
    ["is made where another agent has the ticket", { assigneeId: 9 }, { assigneeId: CLEO }, true],
    [
      "is made where the ticket is open, but has another agent",
      { assigneeId: 9 },
      { open: true, assigneeId: CLEO },
      true,
    ],
    ["is made where the ticket is to have no agent", {}, { assigneeId: null }, true],
    [
      "is not made where the ticket is open already, also where another agent has it",
      { assigneeId: 9 },
      { open: true },
      false,
    ],
    [
      "is not made where the agent has it already, though it is closed",
      { status: "closed" },
      { assigneeId: CLEO },
      false,
    ],
    ["is not made in the trash", { status: "closed", trashed: true }, { open: true }, false],
    ["is not made in spam", { status: "closed", spam: true }, { open: true }, false],
  ])("C11, C16: %s", async (_what, state, wanted, isMade) => {
    const world = outside(there(state));
    const { result, requests } = await change(world, wanted);
    expect(world.requests).toEqual(["read 7", ...(isMade ? [`change 7 ${JSON.stringify(wanted)}`] : [])]);
    const isGone = state.trashed === true || state.spam === true;
    expect([result.kind, requests]).toEqual(isGone ? ["nothing", 1] : ["done", 0]);
  });

  it("C11: is made without a look where one has just shown the ticket", async () => {
    const world = outside();
    await change(world, { open: true }, false);
    expect(world.requests).toEqual([`change 7 {"open":true}`]);
  });

  it("C4, C18: opens the ticket though Gorgias rejects its agent", async () => {
    const world = outside(there({ status: "closed", assigneeId: null }));
    world.put("forgotten:users");
    world.answer = (request) => {
      if (request.includes("assigneeId")) throw rejection(422);
    };
    expect((await change(world, { open: true, assigneeId: CLEO })).result.kind).toBe("done");
    expect(world.requests.at(-1)).toBe(`change 7 {"open":true}`);
    expect(world.run.writes.at(-1)?.intent).toEqual({ ticketId: TICKET, open: true });
  });

  it("C4, C18: leaves the agent out where Gorgias rejects nothing but the agent", async () => {
    const world = outside(there({ assigneeId: null }));
    world.put("forgotten:users");
    world.answer = (request) => {
      if (request.startsWith("change")) throw rejection(422);
    };
    await expect(change(world, { assigneeId: CLEO })).rejects.toThrow(PlanAnew);
    const written = world.run.writes.find(({ key }) => key === `left-out:assignee:${CLEO}`);
    expect(written?.outcome).toMatchObject({ leftOut: [{ part: "assignee", value: "Cleo" }] });
  });
});

describe("a correction of subject and customer", () => {
  const from = { subject: "Call", customerId: 1 };
  const correct = (world: World, to: typeof from) =>
    correctTicket(world.deps, world.run, { ...into("correct:1"), from, to }, async ({ kind }) => kind === "there");

  it.each<[string, Partial<TicketThere>, typeof from, string | null]>([
    ["both", {}, { subject: "Ada", customerId: 3 }, '{"subject":"Ada","customerId":3}'],
    ["the subject alone", {}, { subject: "Ada", customerId: 1 }, '{"subject":"Ada"}'],
    ["the customer alone", {}, { subject: "Call", customerId: 3 }, '{"customerId":3}'],
    [
      "the customer, and keeps the subject of a person",
      { subject: "Mine" },
      { subject: "Ada", customerId: 3 },
      '{"customerId":3}',
    ],
    [
      "the subject, and keeps the customer of a person",
      { customerId: 9 },
      { subject: "Ada", customerId: 3 },
      '{"subject":"Ada"}',
    ],
    [
      "nothing where a person has changed both",
      { subject: "Mine", customerId: 9 },
      { subject: "Ada", customerId: 3 },
      null,
    ],
  ])("C1, C3: changes %s", async (_what, state, to, sent) => {
    const world = outside(there(state));
    expect(await correct(world, to)).toBe(true);
    expect(world.requests).toEqual(["read 7", ...(sent === null ? [] : [`change 7 ${sent}`])]);
    expect(world.run.writes.at(-1)).toMatchObject({ state: "done", outcome: { changed: sent !== null } });
  });

  it.each([400, 403, 409, 422])("C18: is given up where Gorgias rejects it with %i", async (status) => {
    const world = outside();
    world.answer = (request) => {
      if (request.startsWith("change")) throw rejection(status);
    };
    expect(await correct(world, { subject: "Ada", customerId: 3 })).toBe(true);
    expect(world.run.writes.at(-1)).toMatchObject({ state: "done", outcome: { changed: false } });
  });

  it("L6: is not given up where the credential is rejected", async () => {
    const world = outside();
    world.answer = (request) => {
      if (request.startsWith("change")) throw rejection(401);
    };
    await expect(correct(world, { subject: "Ada", customerId: 3 })).rejects.toThrow("gorgias: no");
  });

  it("C16: is not made in a ticket that is gone", async () => {
    const world = outside({ kind: "deleted" });
    expect([await correct(world, { subject: "Ada", customerId: 3 }), world.requests]).toEqual([false, ["read 7"]]);
  });
});

describe("a look at the ticket before a write", () => {
  const may = (world: World, ticketSeenAt: number | null) =>
    mayWriteTo(world.deps, Object.assign(world.run, { ticketSeenAt }), { generation: 1, ticketId: TICKET });

  it.each<[string, number | null, number]>([
    ["is believed for a minute", NOW - 59_999, 0],
    ["is made again after a minute", NOW - 60_000, 1],
    ["is made where there was none", null, 1],
    ["is made again where a wrong clock stored the time", NOW + 3_600_000, 1],
  ])("C16: %s", async (_what, seenAt, looks) => {
    const world = outside();
    expect(await may(world, seenAt)).toBe(true);
    expect(world.requests).toHaveLength(looks);
    expect(world.run.ticketSeenAt).toBe(looks ? NOW : seenAt);
  });

  it.each<[string, TicketState, string, object]>([
    ["the trash", there({ trashed: true }), "gone", { why: "trashed", ticketId: TICKET }],
    ["spam", there({ spam: true }), "gone", { why: "spam", ticketId: TICKET }],
    ["no ticket", { kind: "deleted" }, "gone", { why: "deleted", ticketId: TICKET }],
    ["a merge without a target", { kind: "merged", into: null }, "gone", { why: "deleted", ticketId: TICKET }],
    ["a merge", { kind: "merged", into: 12 }, "moved:1", { ticketId: 12 }],
  ])("C16: that shows %s is noted, and nothing is written", async (_what, state, key, outcome) => {
    const world = outside(state);
    expect(await may(world, NOW - 60_000)).toBe(false);
    expect(world.run.writes).toMatchObject([
      { key: "look", requests: 1 },
      { generation: 1, key, outcome, requests: 0 },
    ]);
    expect(world.run.ticketSeenAt).toBeNull();
  });
});
