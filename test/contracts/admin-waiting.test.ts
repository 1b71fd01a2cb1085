/** Waiting work by priority, and the requests of calls, messages and cards, on both databases. */
import { describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { waitingQueries } from "../../src/storage/admin/waiting.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const DAY_AGO = new Date(NOW - 86_400_000);
const NOTHING = { count: 0, requests: 0 };

describe("PGlite", () => {
  waitingContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  waitingContract(useBackend(openPostgresBackend));
});

function waitingContract(backend: UsedBackend): void {
  const queries = () => waitingQueries(backend.it.database);
  const keep = (connectionId: string, activityId: string, more: Partial<ActivityRecord>) =>
    activityStore(backend.it.database).save(connectionId, fullRecord(activityId, more), new Map(), NOW);

  it("L3: counts what was deferred by priority, with when the oldest was, and nothing else", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    await keep(ours, "call:1", { deferredPriority: "live call", deferredSince: NOW - 2_000 });
    await keep(ours, "call:2", { deferredPriority: "live call", deferredSince: NOW - 9_000 });
    await keep(ours, "call:4", { deferredPriority: "live call", deferredSince: NOW - 99_000, state: "failed" });
    await keep(ours, "text:+33612345678", { deferredPriority: "message", deferredSince: NOW });
    await keep(ours, "call:3", { deferredPriority: null, deferredSince: null });
    await keep(theirs, "call:1", { deferredPriority: "recording", deferredSince: NOW });
    const priorities = (await queries().byPriority(ours)).sort((a, b) => (a.priority < b.priority ? -1 : 1));
    expect(priorities).toEqual([
      { priority: "live call", count: 2, since: new Date(NOW - 9_000) },
      { priority: "message", count: 1, since: new Date(NOW) },
    ]);
  });

  it("counts calls, messages and cards, and their requests, including the messages with which a ticket was opened", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    expect(await queries().taken(ours, DAY_AGO)).toEqual({ calls: NOTHING, texts: NOTHING, cards: NOTHING });
    const writes = writeStore(backend.it.database);
    const settle = (connectionId: string, activityId: string, key: string, requests: number, at = NOW) =>
      writes.complete(connectionId, activityId, [{ generation: 1, key, state: "done", outcome: {}, requests, at: at }]);
    await settle(ours, "call:1", "ticket", 3);
    await settle(ours, "call:1", "note:ended", 1);
    await settle(ours, "call:2", "ticket", 2);
    await settle(ours, "call:3", "ticket", 9, DAY_AGO.getTime() - 1);
    await settle(ours, "card:1", "card", 0);
    await settle(ours, "card:2", "card", 3);
    const thread = "text:+33612345678";
    const entries = ["message:SM1", "message:SM2", "undelivered:SM2"];
    await writes.intend(ours, thread, { generation: 1, key: "ticket", intent: { entries } }, NOW);
    await settle(ours, thread, "ticket", 1);
    await settle(ours, thread, "message:SM3", 1);
    await settle(ours, thread, "customer", 2);
    await writes.intend(ours, thread, { generation: 1, key: "message:SM4", intent: {} }, NOW);
    await settle(theirs, "call:9", "ticket", 7);
    expect(await queries().taken(ours, DAY_AGO)).toEqual({
      calls: { count: 2, requests: 6 },
      texts: { count: 3, requests: 4 },
      cards: { count: 2, requests: 3 },
    });
  });
}
