/** Finding calls and conversations among many, on both databases: order, pages, filters and searches, with 10,000 calls as well. */
import { beforeAll, describe, expect, it } from "vitest";
import { idOf } from "../../src/domain/activity/work-item.ts";
import type { ItemFilter } from "../../src/domain/ports/admin.ts";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { readSearch } from "../../src/domain/activity/search-query.ts";
import { activityQueries } from "../../src/storage/admin/activity.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { ANY, fillCalls, QUESTIONS } from "../helpers/many-calls.ts";
import { fullRecord } from "./records.ts";

describe("PGlite", () => {
  activityContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  activityContract(useBackend(openPostgresBackend));
});

function activityContract(backend: UsedBackend): void {
  const list = async (connectionId: string, more: Partial<ItemFilter> = {}) =>
    activityQueries(backend.it.database).list(connectionId, { ...ANY, cards: true, limit: 10, ...more });
  const idsFor = async (connectionId: string, query: string, more: Partial<ItemFilter> = {}) =>
    (await list(connectionId, { ...more, search: readSearch(query, ["FR"]) })).map(({ activityId }) => activityId);
  /** A call begins when it is stored, unless `more` says otherwise. */
  const keep = (connectionId: string, activityId: string, more: Partial<ActivityRecord>, at = NOW) =>
    activityStore(backend.it.database).save(
      connectionId,
      fullRecord(activityId, { startedAt: at, ...more }),
      new Map(),
      at,
    );

  describe("the list", () => {
    it("has what happened last first, and of calls that began at once the higher id", async () => {
      const id = await backend.it.connect();
      for (const [subject, at] of [
        ["call:1", NOW],
        ["call:3", NOW],
        ["call:2", NOW],
        ["call:9", NOW - 1],
        ["call:0", NOW + 1],
      ] as const) {
        await keep(id, subject, {}, at);
      }
      expect((await list(id)).map(({ activityId }) => activityId)).toEqual([
        "call:0",
        "call:3",
        "call:2",
        "call:1",
        "call:9",
      ]);
    });

    it("goes on after any place without leaving out or repeating a call, within a millisecond as well", async () => {
      const id = await backend.it.connect();
      for (let i = 0; i < 7; i += 1) await keep(id, `call:${i}`, {});
      await backend.it.database.query(
        `update activity set started_at = started_at + interval '1 microsecond' where connection_id = $1 and ref in ('2', '5')`,
        [id],
      );
      const seen: string[] = [];
      for (let after: ItemFilter["after"] = null; ;) {
        const page = await list(id, { after, limit: 2 });
        seen.push(...page.map(({ activityId }) => activityId));
        const last = page.at(-1);
        if (!last) break;
        after = last.place;
      }
      expect(seen).toEqual(["call:5", "call:2", "call:6", "call:4", "call:3", "call:1", "call:0"]);
    });

    it("S3: is full however many newer calls another connection has under the same ids", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      for (const activityId of ["call:1", "call:2", "call:3"]) {
        await keep(ours, activityId, { customerName: "Ours" });
        await keep(theirs, activityId, { customerName: "Theirs" }, NOW + 1_000);
      }
      const names = (await list(ours, { limit: 2 })).map(({ activityId, customerName }) => [activityId, customerName]);
      expect(names).toEqual([
        ["call:3", "Ours"],
        ["call:2", "Ours"],
      ]);
      expect(await idsFor(ours, "theirs")).toEqual([]);
      expect(await idsFor(theirs, "06 12 34 56 78", { limit: 2 })).toEqual(["call:3", "call:2"]);
    });

    it("has only calls of the state that is asked for", async () => {
      const id = await backend.it.connect();
      await keep(id, "call:1", { state: "done" });
      await keep(id, "call:2", { state: "failed" });
      await keep(id, "call:3", { state: "failed", customerName: "Nobody" });
      expect((await list(id, { state: "failed" })).map(({ activityId }) => activityId)).toEqual(["call:3", "call:2"]);
      expect(await idsFor(id, "ada", { state: "failed" })).toEqual(["call:2"]);
    });

    it("has only calls or only conversations where one kind is asked for, page by page", async () => {
      const [id, other] = [await backend.it.connect(), await backend.it.connect()];
      const activityIds = ["call:1", "text:+33612345678", "call:2", "text:anonymous", "text:group-7", "call:3"];
      for (const [i, activityId] of activityIds.entries()) await keep(id, activityId, { state: "done" }, NOW - i);
      await keep(id, "text:+33600000001", { customerName: "Nobody", state: "failed" }, NOW - 10);
      await keep(other, "call:9", {});
      await keep(other, "text:9", {});
      const of = async (more: Partial<ItemFilter>) => (await list(id, more)).map(({ activityId }) => activityId);
      const texts = activityIds.filter((activityId) => activityId.startsWith("text:"));
      expect(await of({ kind: "call" })).toEqual(["call:1", "call:2", "call:3"]);
      expect(await of({ kind: "conversation" })).toEqual([...texts, "text:+33600000001"]);
      expect(await of({})).toEqual([...activityIds, "text:+33600000001"]);
      expect(await of({ kind: "conversation", state: "failed" })).toEqual(["text:+33600000001"]);
      expect(await of({ kind: "call", state: "failed" })).toEqual([]);
      const [first] = await list(id, { kind: "conversation", limit: 1 });
      expect(await of({ kind: "conversation", after: first?.place ?? null, limit: 1 })).toEqual(["text:anonymous"]);
    });

    it("has only the kind that is asked for in a search, whichever way something is found", async () => {
      const id = await backend.it.connect();
      await keep(id, "call:1", { ticketId: 812 });
      await keep(id, "text:+33612345678", { ticketId: 812 });
      // A name, the end of a number, a ticket.
      for (const query of ["ada", "06 12 34 56 78", "#812"]) {
        expect(await idsFor(id, query)).toEqual(["text:+33612345678", "call:1"]);
        expect(await idsFor(id, query, { kind: "call" })).toEqual(["call:1"]);
        expect(await idsFor(id, query, { kind: "conversation" })).toEqual(["text:+33612345678"]);
      }
      expect(await idsFor(id, "call:1", { kind: "conversation" })).toEqual([]);
      expect(await idsFor(id, "text:+33612345678", { kind: "call" })).toEqual([]);
    });

    it("shows a call with its line's zone and what it took", async () => {
      const line = {
        id: "5",
        name: "Support FR",
        digits: "1",
        country: "FR",
        timeZone: "Europe/Paris",
        selected: true,
      };
      const id = await backend.it.connect({ lines: [line, { ...line, id: "6", name: "Other", timeZone: "UTC" }] });
      await keep(id, "call:1", { state: "done", reason: null, startedAt: NOW - 40_123 });
      await addDeliveries(id, "call:1", 3);
      const write = { generation: 1, state: "done" as const, outcome: { ticketId: 5 } };
      const writes = writeStore(backend.it.database);
      await writes.complete(id, "call:1", [{ ...write, key: "ticket", requests: 2, at: NOW }]);
      await writes.complete(id, "call:1", [{ ...write, key: "note:ended", requests: 1, at: NOW + 1 }]);
      const [call] = await list(id);
      expect(call).toEqual({
        activityId: "call:1",
        place: { happenedAt: "2026-03-02T08:59:19.877000Z", activityId: "call:1" },
        state: "done",
        reason: null,
        direction: "inbound",
        lineName: "Support FR",
        timeZone: "Europe/Paris",
        caller: "+33612345678",
        customerName: "Ada Byron",
        customerEmail: null,
        outcome: "answered",
        agentId: "456",
        agentName: "Cleo Agent",
        durationS: 30,
        tags: ["Refund", "It's \\ odd"],
        card: null,
        startedAt: new Date(NOW - 40_123),
        endedAt: new Date(NOW - 10_123),
        updatedAt: new Date(NOW),
        ticketId: 9_007_199_254_740_991,
        deliveries: 3,
        requests: 3,
        texts: null,
      });
      const full = await activityQueries(backend.it.database).read(id, "call:1");
      expect(full).toMatchObject({
        ...call,
        plan: { kind: "ticket", subject: "Inbound call" },
        match: { how: "phone channel" },
      });
      expect(full?.received.map(({ event, outcome }) => [event, outcome])).toEqual([
        ["call.1", { code: "read" }],
        ["call.2", { code: "read" }],
        ["call.3", { code: "read" }],
      ]);
      expect(full?.writes.map(({ kind, ref, requests, at }) => [kind, ref, requests, at.getTime()])).toEqual([
        ["ticket", null, 2, NOW],
        ["note", "ended", 1, NOW + 1],
      ]);
    });

    it("shows a call of an earlier version, which has no agent's name, with the name of the agent's latest call", async () => {
      const id = await backend.it.connect();
      const agent = (name: string) => ({ agent: { id: "456", name } });
      await keep(id, "call:1", agent("Cleo Before"), NOW - 3);
      await keep(id, "call:2", agent("Cleo Now"), NOW - 2);
      await keep(id, "card:9", agent("Cleo on a card"), NOW - 1);
      await keep(id, "call:3", { agent: { id: "457", name: "Ada Agent" } }, NOW - 1);
      await keep(id, "call:4", {}, NOW);
      await backend.it.database.query(
        `update activity set agent_name = null where connection_id = $1 and kind = 'call' and ref = '4'`,
        [id],
      );
      expect((await list(id, { cards: false })).map(({ agentName }) => agentName)).toEqual([
        "Cleo Now",
        "Ada Agent",
        "Cleo Now",
        "Cleo Before",
      ]);
    });

    it("shows a conversation with the number of its stored messages, and the intended change of its ticket", async () => {
      const id = await backend.it.connect();
      const [activityId, other] = ["text:+33612345678", "text:+33688888888"];
      await keep(id, activityId, { plan: { texts: [{ at: NOW }, { at: NOW }] } });
      await keep(id, other, { plan: { texts: "none" } });
      const writes = writeStore(backend.it.database);
      await writes.intend(id, activityId, { generation: 1, key: "change:1", intent: { ticketId: 5, open: true } }, NOW);
      await writes.intend(id, activityId, { generation: 1, key: "message:SM1", intent: { ticketId: 5 } }, NOW + 1);
      const shown = await list(id);
      expect(shown.map((item) => [item.activityId, item.texts])).toEqual([
        [other, null],
        [activityId, 2],
      ]);
      const full = await activityQueries(backend.it.database).read(id, activityId);
      expect(full?.writes.map(({ kind, ref, ticketId, reopens }) => [kind, ref, ticketId, reopens])).toEqual([
        ["change", null, 5, true],
        ["message", "SM1", null, false],
      ]);
    });

    it("shows the latest deliveries and writes of a conversation of years, in order", async () => {
      const id = await backend.it.connect();
      const subject = "text:+33612345678";
      await keep(id, subject, {});
      await backend.it.database.query(
        `insert into writes (connection_id, kind, ref, generation, key, state, intended_at)
         select $1, 'conversation', $2, 1, 'message:' || i, 'done', $3::timestamptz + i * interval '1 second'
         from generate_series(1, 1005) i`,
        [id, idOf(subject), new Date(NOW)],
      );
      await backend.it.database.query(
        `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body)
         select $1, 'conversation', $2, 'message.' || i, $3, i::text, '{}' from generate_series(1, 1005) i`,
        [id, idOf(subject), new Date(NOW)],
      );
      const full = await activityQueries(backend.it.database).read(id, subject);
      const ends = (names: string[] = []) => [names.length, names[0], names.at(-1)];
      expect(ends(full?.writes.map(({ ref }) => ref ?? ""))).toEqual([1_000, "6", "1005"]);
      expect(ends(full?.received.map(({ event }) => event))).toEqual([1_000, "message.6", "message.1005"]);
    });

    it("has the name of the match where none is stored", async () => {
      const id = await backend.it.connect();
      const match = {
        customer: { id: 1, name: "Élodie Brun", email: null },
        how: "created" as const,
        others: [],
        created: true,
      };
      await keep(id, "call:1", { customerName: null, match });
      expect((await list(id))[0]?.customerName).toBe("Élodie Brun");
      expect(await idsFor(id, "brun")).toEqual(["call:1"]);
    });
  });

  describe("a search", () => {
    let id: string;

    beforeAll(async () => {
      id = await backend.it.connect();
      await keep(id, "call:3000000001", { caller: "+33612345678", customerName: "Ada Byron", ticketId: 812 });
      await keep(id, "call:3000000002", { caller: "+12025550147", customerName: "100% _Élan_ 'x'", ticketId: 813 });
      await keep(id, "call:3000000003", { caller: "*31#600", customerName: null, match: null, ticketId: null });
      await keep(id, "call:3000000004", { caller: "anonymous", customerName: "Anonymous caller", ticketId: 5_678 });
    });

    it.each([
      ["+33 6 12 34 56 78", "1"],
      ["06 12 34 56 78", "1"],
      ["345 678", "1"],
      ["(202) 555-0147", "2"],
      ["31600", "3"],
      ["*31#600", "3"],
      ["3000000002", "2"],
      ["call:3000000003", "3"],
      ["812", "1"],
      ["#813", "2"],
      ["ADA", "1"],
      [" a byr ", "1"],
      ["caller", "4"],
      ["100%", "2"],
      ["_él", "2"],
      ["'X'", "2"],
      ["Élan", "2"],
      // A ticket, and the end of a number.
      ["5678", "4 1"],
      ["%", ""],
      ["_", ""],
      ["elan x", "2"],
      ["+33 6 12", "1"],
      ["06 12 34", "1"],
      ["+1 (202) 555", "2"],
      ["cleo", "4 3 2 1"],
      ["refund byr", "1"],
      ["support fr 0147", "2"],
      ["\\", ""],
      ["999", ""],
      ["23456", ""],
      ["' or 1=1 --", ""],
      ["\0", "4 3 2 1"],
    ])("C1: for %j finds %s", async (query, found) => {
      const wanted = found === "" ? [] : found.split(" ").map((last) => `call:300000000${last}`);
      expect(await idsFor(id, query)).toEqual(wanted);
    });

    it("finds a conversation by its id typed in full", async () => {
      const own = await backend.it.connect();
      const activityIds = ["text:+33612345678", "text:group-41f0", "text:*31#600"];
      // Found by nothing else.
      for (const activityId of activityIds)
        await keep(own, activityId, { caller: null, customerName: null, match: null });
      for (const activityId of activityIds) {
        expect(await idsFor(own, activityId)).toEqual([activityId]);
        expect(await idsFor(own, ` ${activityId} `, { kind: "conversation" })).toEqual([activityId]);
        expect((await activityQueries(backend.it.database).read(own, activityId))?.activityId).toBe(activityId);
      }
      expect(await idsFor(own, "text:+3361234567")).toEqual([]);
    });

    it("goes on after a place", async () => {
      const [first] = await list(id, { search: readSearch("5678"), limit: 1 });
      expect(first?.activityId).toBe("call:3000000004");
      expect(await idsFor(id, "5678", { after: first?.place ?? null })).toEqual(["call:3000000001"]);
    });

    it("S3: finds nothing of another connection", async () => {
      const other = await backend.it.connect();
      for (const query of ["ada", "06 12 34 56 78", "3000000001", "812"])
        expect(await idsFor(other, query)).toEqual([]);
      expect(await list(other)).toEqual([]);
      expect(await activityQueries(backend.it.database).read(other, "call:3000000001")).toBeNull();
    });

    it("accepts customers and names of any length", async () => {
      const own = await backend.it.connect();
      const noise = (length: number) => Array.from({ length }, (_, i) => "0123456789"[(i * i + 7) % 10]).join("");
      await keep(own, "call:1", { caller: `+33${noise(1_000)}77`, customerName: `Zoë ${"é".repeat(100_000)}` });
      expect(await idsFor(own, "zo")).toEqual(["call:1"]);
      expect(await idsFor(own, `${noise(1_000)}77`)).toEqual(["call:1"]);
    });
  });

  // How long that takes is measured by bench/activity.ts.
  describe("with 10,000 calls of one connection", () => {
    let id: string;

    beforeAll(async () => {
      id = await backend.it.connect();
      await backend.it.database.transaction((sql) => fillCalls(sql, id, 10_000, NOW), { patient: true });
    });

    const nth = (i: number) => `call:${3_000_000_000 + i}`;
    const from = (first: number, step = 1) => Array.from({ length: 51 }, (_, n) => nth(first + n * step));
    const found: Record<string, string[]> = {
      "the first page": from(1),
      "the first page with insight cards": from(1),
      "a page far behind": from((NOW - Date.UTC(2026, 1, 28)) / 25_000),
      "failed calls": from(500, 500).slice(0, 20),
      "calls alone": from(1),
      "conversations, of which there are none": [],
      "half a day": from((NOW - Date.UTC(2026, 1, 28, 12)) / 25_000 + 1),
      "one number": from(3, 8),
      "one agent": from(7, 40),
      "an agent who left": from(5_000, 40),
      "callback requests": from(1, 5_000).slice(0, 2),
      "missed calls of one agent and number": from(7, 40),
      "search: a whole number": [nth(5_042)],
      "search: an e-mail address": [nth(5_042)],
      "search: a name that no customer has": [],
      "search: a domain of every customer": from(1),
      "search: how every number begins": from(1),
      "search: an agent": from(7, 40),
      "search: an agent who left": from(5_000, 40),
      "search: a rare tag": from(3, 1_000).slice(0, 10),
      "search: a ticket": [nth(42)],
      "search: a call": [nth(42)],
      "search: a tag among failed calls": from(1_500, 1_500).slice(0, 6),
    };

    it("has an answer to compare for every question that it names", () => {
      expect(Object.keys(found).filter((what) => !QUESTIONS.some((one) => one.what === what))).toEqual([]);
    });

    it.each(QUESTIONS.filter(({ what }) => what in found))("finds exactly $what", async ({ what, filter }) => {
      const activityIds = (await list(id, filter)).map(({ activityId }) => activityId);
      expect(activityIds).toEqual(found[what]);
    });

    it("finds a full page of a name that many have, the newest first", async () => {
      const rows = await list(id, { search: readSearch("caller 9"), limit: 51 });
      expect(rows.every(({ customerName }) => customerName?.startsWith("Caller 9"))).toBe(true);
      expect(rows.map(({ activityId }) => activityId)).toEqual(rows.map(({ activityId }) => activityId).toSorted());
      expect(rows).toHaveLength(51);
    });
  });

  async function addDeliveries(connectionId: string, activityId: string, count: number): Promise<void> {
    await backend.it.database.query(
      `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
       select $1, 'call', $2, 'call.' || i, $3, i::text, '{}', 'read' from generate_series(1, $4::int) i`,
      [connectionId, idOf(activityId), new Date(NOW), count],
    );
  }
}
