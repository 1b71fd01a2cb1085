/** Finding calls among many, on both databases: order, pages, filters, searches, and how long they take with 100,000 calls. */
import { beforeAll, describe, expect, it } from "vitest";
import type { CallFilter } from "../../src/domain/ports/admin.ts";
import type { CallRecord } from "../../src/domain/ports/stores.ts";
import { readSearch } from "../../src/connections/show-activity.ts";
import { activityQueries } from "../../src/storage/admin-activity.ts";
import { callStore } from "../../src/storage/calls.ts";
import { writeStore } from "../../src/storage/writes.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

describe("PGlite", () => {
  activityContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  activityContract(useBackend(openPostgresBackend));
});

function activityContract(backend: UsedBackend): void {
  const list = async (connectionId: string, more: Partial<CallFilter> = {}) =>
    activityQueries(backend.it.database).list(connectionId, {
      state: null,
      search: null,
      after: null,
      limit: 10,
      ...more,
    });
  const idsFor = async (connectionId: string, query: string, more: Partial<CallFilter> = {}) =>
    (await list(connectionId, { ...more, search: readSearch(query) })).map(({ callId }) => callId);
  const keep = (connectionId: string, callId: string, more: Partial<CallRecord>, at = NOW) =>
    callStore(backend.it.database).save(connectionId, fullRecord(callId, more), new Map(), at);

  describe("the list", () => {
    it("has what changed last first, and of calls that changed at once the higher id", async () => {
      const id = await backend.it.connect();
      for (const [callId, at] of [
        ["1", NOW],
        ["3", NOW],
        ["2", NOW],
        ["9", NOW - 1],
        ["0", NOW + 1],
      ] as const) {
        await keep(id, callId, {}, at);
      }
      expect((await list(id)).map(({ callId }) => callId)).toEqual(["0", "3", "2", "1", "9"]);
    });

    it("goes on after any place without leaving out or repeating a call, within a millisecond as well", async () => {
      const id = await backend.it.connect();
      for (let i = 0; i < 7; i += 1) await keep(id, String(i), {});
      await backend.it.database.query(
        `update calls set updated_at = updated_at + interval '1 microsecond' where connection_id = $1 and call_id in ('2', '5')`,
        [id],
      );
      const seen: string[] = [];
      for (let after: CallFilter["after"] = null; ;) {
        const page = await list(id, { after, limit: 2 });
        seen.push(...page.map(({ callId }) => callId));
        const last = page.at(-1);
        if (!last) break;
        after = last.place;
      }
      expect(seen).toEqual(["5", "2", "6", "4", "3", "1", "0"]);
    });

    it("S3: is full however many newer calls another connection has under the same ids", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      for (const callId of ["1", "2", "3"]) {
        await keep(ours, callId, { customerName: "Ours" });
        await keep(theirs, callId, { customerName: "Theirs" }, NOW + 1_000);
      }
      const names = (await list(ours, { limit: 2 })).map(({ callId, customerName }) => [callId, customerName]);
      expect(names).toEqual([
        ["3", "Ours"],
        ["2", "Ours"],
      ]);
      expect(await idsFor(ours, "theirs")).toEqual([]);
      expect(await idsFor(theirs, "06 12 34 56 78", { limit: 2 })).toEqual(["3", "2"]);
    });

    it("has only calls of the state that is asked for", async () => {
      const id = await backend.it.connect();
      await keep(id, "1", { state: "done" });
      await keep(id, "2", { state: "failed" });
      await keep(id, "3", { state: "failed", customerName: "Nobody" });
      expect((await list(id, { state: "failed" })).map(({ callId }) => callId)).toEqual(["3", "2"]);
      expect(await idsFor(id, "ada", { state: "failed" })).toEqual(["2"]);
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
      await keep(id, "1", { state: "done", reason: null });
      await tell(id, "1", 3);
      const write = { round: 1, state: "done" as const, outcome: { ticketId: 5 } };
      const writes = writeStore(backend.it.database);
      await writes.settle(id, "call:1", { ...write, key: "ticket", requests: 2 }, NOW);
      await writes.settle(id, "call:1", { ...write, key: "note:ended", requests: 1 }, NOW + 1);
      const [call] = await list(id);
      expect(call).toEqual({
        callId: "1",
        place: { changedAt: "2026-03-02T09:00:00.000000Z", callId: "1" },
        state: "done",
        reason: null,
        direction: "inbound",
        lineName: "Support FR",
        timeZone: "Europe/Paris",
        caller: "+33612345678",
        customerName: "Ada Byron",
        startedAt: new Date(NOW - 60_123),
        updatedAt: new Date(NOW),
        ticketId: 9_007_199_254_740_991,
        deliveries: 3,
        requests: 3,
      });
      const full = await activityQueries(backend.it.database).read(id, "1");
      expect(full).toMatchObject({ ...call, plan: { subject: "Inbound call" }, match: { how: "phone channel" } });
      expect(full?.received.map(({ event, outcome }) => [event, outcome])).toEqual([
        ["call.1", "read"],
        ["call.2", "read"],
        ["call.3", "read"],
      ]);
      expect(full?.writes.map(({ key, requests, at }) => [key, requests, at.getTime()])).toEqual([
        ["ticket", 2, NOW],
        ["note:ended", 1, NOW + 1],
      ]);
    });

    it("has the name that a match tells where none is kept", async () => {
      const id = await backend.it.connect();
      const match = { customer: { id: 1, name: "Élodie Brun", email: null }, how: "created", others: [] };
      await keep(id, "1", { customerName: null, match });
      expect((await list(id))[0]?.customerName).toBe("Élodie Brun");
      expect(await idsFor(id, "brun")).toEqual(["1"]);
    });
  });

  describe("a search", () => {
    let id: string;

    beforeAll(async () => {
      id = await backend.it.connect();
      await keep(id, "3000000001", { caller: "+33612345678", customerName: "Ada Byron", ticketId: 812 });
      await keep(id, "3000000002", { caller: "+12025550147", customerName: "100% _Élan_ 'x'", ticketId: 813 });
      await keep(id, "3000000003", { caller: "*31#600", customerName: null, match: null, ticketId: null });
      await keep(id, "3000000004", { caller: "anonymous", customerName: "Anonymous caller", ticketId: 5_678 });
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
      ["%", "2"],
      ["_", "2"],
      ["\\", ""],
      ["999", ""],
      ["61234", ""],
      ["' or 1=1 --", ""],
      ["\0", "4 3 2 1"],
    ])("C1: for %j finds %s", async (query, found) => {
      const wanted = found === "" ? [] : found.split(" ").map((last) => `300000000${last}`);
      expect(await idsFor(id, query)).toEqual(wanted);
    });

    it("goes on after a place", async () => {
      const [first] = await list(id, { search: readSearch("5678"), limit: 1 });
      expect(first?.callId).toBe("3000000004");
      expect(await idsFor(id, "5678", { after: first?.place ?? null })).toEqual(["3000000001"]);
    });

    it("S3: finds nothing of another connection", async () => {
      const other = await backend.it.connect();
      for (const query of ["ada", "06 12 34 56 78", "3000000001", "812"])
        expect(await idsFor(other, query)).toEqual([]);
      expect(await list(other)).toEqual([]);
      expect(await activityQueries(backend.it.database).read(other, "3000000001")).toBeNull();
    });

    it("bears callers and names of any length", async () => {
      const own = await backend.it.connect();
      const noise = (length: number) => Array.from({ length }, (_, i) => "0123456789"[(i * i + 7) % 10]).join("");
      await keep(own, "1", { caller: `+33${noise(1_000)}77`, customerName: `Zoë ${"é".repeat(100_000)}` });
      expect(await idsFor(own, "zo")).toEqual(["1"]);
      expect(await idsFor(own, `${noise(1_000)}77`)).toEqual(["1"]);
    });
  });

  describe("with 100,000 calls of one connection", () => {
    let id: string;

    beforeAll(async () => {
      id = await backend.it.connect();
      await backend.it.database.query(FILL, [id, new Date(NOW)]);
    });

    it.each([
      ["the first page", 100, {}],
      ["a page far behind", 100, { after: { changedAt: "2026-02-05T00:00:00.000000Z", callId: "x" } }],
      ["failed calls", 100, { state: "failed" }],
      ["a number", 400, { search: readSearch("06 00 00 00 42") }],
      ["a name that many have", 100, { search: readSearch("caller 1") }],
      ["a name that nobody has", 400, { search: readSearch("zzz") }],
    ] as const)("is quick with %s (within %i ms)", async (_what, withinMs, filter) => {
      const tries: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const start = performance.now();
        await list(id, { ...filter, limit: 51 });
        tries.push(performance.now() - start);
      }
      // The best of five, for others work on this machine too. A name is looked for in the index of all calls.
      expect(Math.min(...tries)).toBeLessThan(withinMs);
    });
  });

  async function tell(connectionId: string, callId: string, count: number): Promise<void> {
    await backend.it.database.query(
      `insert into deliveries (connection_id, subject, event, received_at, digest, body, outcome)
       select $1, $2, 'call.' || i, $3, i::text, '{}', 'read' from generate_series(1, $4::int) i`,
      [connectionId, `call:${callId}`, new Date(NOW), count],
    );
  }
}

/** Calls of a month and 40,000 callers. */
const FILL = `
  insert into calls (connection_id, call_id, state, direction, line_name, started_at, caller, answered, ticket_id, customer_name, plan, updated_at)
  select $1, (3000000000 + i)::text, case when i % 500 = 0 then 'failed' else 'done' end, 'inbound', 'Support FR',
    $2::timestamptz - i * interval '25 seconds', '+336' || lpad((i * 7919 % 40000)::text, 8, '0'), true, 500000 + i,
    'Caller ' || md5((i % 40000)::text), jsonb_build_object('subject', md5(i::text)),
    $2::timestamptz - i * interval '25 seconds'
  from generate_series(1, 100000) i`;
