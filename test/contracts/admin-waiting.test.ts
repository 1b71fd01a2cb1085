/** What waits in which lane, and what calls, texts and cards took of Gorgias, on both databases. */
import { describe, expect, it } from "vitest";
import type { SubjectRecord } from "../../src/domain/ports/stores.ts";
import { waitingQueries } from "../../src/storage/admin-waiting.ts";
import { subjectStore } from "../../src/storage/subjects.ts";
import { writeStore } from "../../src/storage/writes.ts";
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
  const keep = (connectionId: string, subject: string, more: Partial<SubjectRecord>) =>
    subjectStore(backend.it.database).save(connectionId, fullRecord(subject, more), new Map(), NOW);

  it("L3: counts what was put aside by lane, with when the oldest was, and nothing else", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    await keep(ours, "call:1", { heldLane: "live call", heldSince: NOW - 2_000 });
    await keep(ours, "call:2", { heldLane: "live call", heldSince: NOW - 9_000 });
    await keep(ours, "call:4", { heldLane: "live call", heldSince: NOW - 99_000, state: "failed" });
    await keep(ours, "text:+33612345678", { heldLane: "message", heldSince: NOW });
    await keep(ours, "call:3", { heldLane: null, heldSince: null });
    await keep(theirs, "call:1", { heldLane: "recording", heldSince: NOW });
    const lanes = (await queries().byLane(ours)).sort((a, b) => (a.lane < b.lane ? -1 : 1));
    expect(lanes).toEqual([
      { lane: "live call", count: 2, since: new Date(NOW - 9_000) },
      { lane: "message", count: 1, since: new Date(NOW) },
    ]);
  });

  it("counts calls, texts and cards, those texts included that a ticket was opened with, and their requests", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    expect(await queries().taken(ours, DAY_AGO)).toEqual({ calls: NOTHING, texts: NOTHING, cards: NOTHING });
    const writes = writeStore(backend.it.database);
    const settle = (connectionId: string, subject: string, key: string, requests: number, at = NOW) =>
      writes.settle(connectionId, subject, [{ round: 1, key, state: "done", outcome: {}, requests, at: at }]);
    await settle(ours, "call:1", "ticket", 3);
    await settle(ours, "call:1", "note:ended", 1);
    await settle(ours, "call:2", "ticket", 2);
    await settle(ours, "call:3", "ticket", 9, DAY_AGO.getTime() - 1);
    await settle(ours, "card:1", "card", 0);
    await settle(ours, "card:2", "card", 3);
    const thread = "text:+33612345678";
    const entries = ["message:SM1", "message:SM2", "undelivered:SM2"];
    await writes.intend(ours, thread, { round: 1, key: "ticket", intent: { entries } }, NOW);
    await settle(ours, thread, "ticket", 1);
    await settle(ours, thread, "message:SM3", 1);
    await settle(ours, thread, "customer", 2);
    await writes.intend(ours, thread, { round: 1, key: "message:SM4", intent: {} }, NOW);
    await settle(theirs, "call:9", "ticket", 7);
    expect(await queries().taken(ours, DAY_AGO)).toEqual({
      calls: { count: 2, requests: 6 },
      texts: { count: 3, requests: 4 },
      cards: { count: 2, requests: 3 },
    });
  });
}
