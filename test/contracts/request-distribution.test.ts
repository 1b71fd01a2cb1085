/** How many requests each kind of call took, all included, on both databases. */
import { describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { distributionQueries } from "../../src/storage/figures/request-distribution.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const HOUR_MS = 3_600_000;
const SINCE = NOW - 24 * HOUR_MS;

describe("PGlite", () => {
  distributionContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  distributionContract(useBackend(openPostgresBackend));
});

function distributionContract(backend: UsedBackend): void {
  const read = (connectionId: string) => distributionQueries(backend.it.database).read(connectionId, new Date(SINCE));

  /** A finished item, and the requests of its writes by their keys. */
  async function keep(
    connectionId: string,
    activityId: string,
    requests: Record<string, number>,
    more: Partial<ActivityRecord> = {},
  ): Promise<void> {
    const { database } = backend.it;
    const record = fullRecord(activityId, { state: "done", startedAt: NOW - HOUR_MS, ...more });
    await activityStore(database).save(connectionId, record, new Map(), NOW);
    const at = record.startedAt ?? NOW;
    const writes = Object.entries(requests).map(([key, count]) => ({ key, requests: count, at }));
    await writeStore(database).complete(
      connectionId,
      activityId,
      writes.map((write) => ({ generation: 1, state: "done", outcome: {}, ...write })),
    );
  }

  /** What the rate limiter counted. */
  const count = (connectionId: string, table: "minutes" | "hours", at: number, requests: number) =>
    backend.it.database.query(
      table === "minutes"
        ? `insert into rate_limit_minutes (connection_id, vendor, minute, priority, requests, refused) values ($1, 'gorgias', $2, 'card', $3, 0)`
        : `insert into rate_limit_hours (connection_id, vendor, hour, requests, refused) values ($1, 'gorgias', $2, $3, 0)`,
      [connectionId, new Date(at), requests],
    );

  it("L9: shows least, median, 95th percentile and most of each kind, each call with its card", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    for (let n = 1; n <= 20; n += 1) await keep(ours, `call:${n}`, { ticket: 1, "note:ended": n === 20 ? 30 : n });
    await keep(ours, "card:1", { card: 2 });
    await keep(ours, "call:31", { ticket: 1 }, { outcome: "missed" });
    await keep(ours, "call:32", { ticket: 4 }, { outcome: "unanswered", direction: "outbound" });
    await keep(ours, "call:33", { ticket: 5 }, { outcome: "answered", direction: "outbound", state: "failed" });
    await keep(ours, "text:+33612345678", { "message:SM1": 1, "message:SM2": 2 }, { outcome: "message" });
    await keep(theirs, "call:1", { ticket: 99 });
    expect((await read(ours)).kinds).toEqual([
      { kind: "answered", count: 20, requests: 242, least: 3, median: 11, p95: 20, most: 31 },
      { kind: "missed", count: 1, requests: 1, least: 1, median: 1, p95: 1, most: 1 },
      { kind: "outbound", count: 2, requests: 9, least: 4, median: 4, p95: 5, most: 5 },
      { kind: "conversation", count: 1, requests: 3, least: 3, median: 3, p95: 3, most: 3 },
    ]);
  });

  it("L9: leaves out what is not finished, what began earlier, and what took nothing", async () => {
    const id = await backend.it.connect();
    await keep(id, "call:1", { ticket: 1 }, { state: "pending" });
    await keep(id, "call:2", { ticket: 1 }, { startedAt: SINCE - 1 });
    await keep(id, "call:3", {}, { state: "ignored" });
    await keep(id, "call:4", { ticket: 1 }, { outcome: "ringing" });
    expect(await read(id)).toEqual({ kinds: [], shared: { requests: 0, among: 0 } });
  });

  it("L9: shares what is of no single call among all: lists, maintenance, failed attempts", async () => {
    const id = await backend.it.connect();
    await keep(id, "call:1", { ticket: 1, "learn:users": 3, "learn:tag:Refund": 1, "learn:customer": 1 });
    await keep(id, "call:2", { ticket: 2 }, { outcome: "missed" });
    await count(id, "minutes", NOW - HOUR_MS, 5);
    await count(id, "hours", SINCE, 7);
    await count(id, "hours", SINCE - HOUR_MS, 100);
    const { kinds, shared } = await read(id);
    expect(kinds.map(({ kind, requests }) => [kind, requests])).toEqual([
      ["answered", 2],
      ["missed", 2],
    ]);
    expect(shared).toEqual({ requests: 12 - 4, among: 2 });
  });

  it("L9: shares only since all requests are counted", async () => {
    const id = await backend.it.connect();
    // An earlier version counted minutes of two days, and no hours.
    await keep(id, "call:1", { ticket: 50 }, { startedAt: NOW - 3 * HOUR_MS });
    await keep(id, "call:2", { ticket: 2 }, { startedAt: NOW - HOUR_MS });
    await count(id, "minutes", NOW - 2 * HOUR_MS, 5);
    expect((await read(id)).shared).toEqual({ requests: 3, among: 1 });
  });
}
