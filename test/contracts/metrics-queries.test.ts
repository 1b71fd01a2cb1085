/** The figures of all work, on both databases. */
import { beforeEach, describe, expect, it } from "vitest";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { workQueries } from "../../src/storage/admin/metrics-queries.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend } from "./backend.ts";

describe.each([
  ["PGlite", openPgliteBackend],
  ["PostgreSQL", openPostgresBackend],
])("work figures on %s", (_, open) => {
  const backend = useBackend(open);
  let scheduler: WorkScheduler;
  const read = (now = NOW) => workQueries(backend.it.database).read(now);
  const put = (connectionId: string, activityId: string, receivedAt: number) =>
    openInbox(backend.it.database, scheduler).put({
      connectionId,
      activityId,
      event: "call.created",
      body: activityId,
      receivedAt,
    });
  const hold = (
    connectionId: string,
    activityId: string,
    deferredSince: number,
    deferredPriority: "message" | "recording",
  ) =>
    activityStore(backend.it.database).save(
      connectionId,
      { ...blankRecord(activityId), state: "pending", deferredSince, deferredPriority },
      new Map(),
      NOW,
    );

  beforeEach(async () => {
    scheduler ??= backend.it.openScheduler();
    await backend.it.database.query("delete from connections");
    await backend.it.database.query("delete from work_items");
  });

  it("are empty without data", async () => {
    const nothing = { oldest: null, waiting: [], failed: 0, connections: [], rateLimits: [], jobs: [] };
    expect(await read()).toEqual(nothing);
  });

  it("find the oldest work that waits, unprocessed or deferred, and count what waits by priority and queue", async () => {
    const [a, b] = [await backend.it.connect(), await backend.it.connect()];
    await put(a, "call:1", NOW - 5_000);
    expect((await read()).oldest).toBe(NOW - 5_000);
    await hold(b, "text:+33612345678", NOW - 60_000, "message");
    await hold(a, "call:2", NOW - 30_000, "recording");
    await hold(a, "call:3", NOW - 20_000, "recording");
    const figures = await read();
    expect(figures.oldest).toBe(NOW - 60_000);
    expect(figures.waiting.sort((x, y) => x.priority.localeCompare(y.priority))).toEqual([
      { priority: "message", count: 1 },
      { priority: "recording", count: 2 },
    ]);
    expect(figures.jobs).toEqual([{ queue: "turn", state: "waiting", count: 1 }]);
    expect(figures.connections).toEqual([{ status: "active", count: 2 }]);
  });

  it("leave out what waits for a connection that is switched off", async () => {
    const id = await backend.it.connect();
    await put(id, "call:1", NOW - 5_000);
    await hold(id, "call:2", NOW - 30_000, "recording");
    await activityStore(backend.it.database).save(id, { ...blankRecord("call:3"), state: "failed" }, new Map(), NOW);
    expect((await read()).failed).toBe(1);
    await backend.it.database.query("update connections set status = 'deactivated' where id = $1", [id]);
    expect(await read()).toMatchObject({ oldest: null, waiting: [], failed: 0 });
    expect((await read()).connections).toEqual([{ status: "deactivated", count: 1 }]);
  });

  it("have the fullest rate limit of each vendor, as it has drained by now", async () => {
    for (const level of [10, 60]) {
      await backend.it.database.query(
        `insert into rate_limits (connection_id, vendor, capacity, drain_per_s, level, level_at) values ($1, 'gorgias', 80, 2, $2, $3)`,
        [await backend.it.connect(), level, new Date(NOW)],
      );
    }
    expect((await read()).rateLimits).toEqual([{ vendor: "gorgias", used: 0.75 }]);
    expect((await read(NOW + 10_000)).rateLimits).toEqual([{ vendor: "gorgias", used: 0.5 }]);
    expect((await read(NOW + 60_000)).rateLimits).toEqual([{ vendor: "gorgias", used: 0 }]);
  });
});
