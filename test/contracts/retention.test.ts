/** Forgetting raw deliveries after their days: what is dealt with and old, and nothing that anything still depends on. */
import { beforeAll, describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import type { Settings } from "../../src/domain/settings/settings.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { columnsOf, workOf } from "../../src/domain/activity/work-item.ts";
import { idText } from "../../src/storage/activity/activity-id.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { forgetDeliveries } from "../../src/storage/activity/retention.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { useWorld } from "../helpers/use-world.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const DAY_MS = 86_400_000;
const OLD = NOW - 31 * DAY_MS;
const YOUNG = NOW - 29 * DAY_MS;

const DONE: Partial<ActivityRecord> = { state: "done", wakeAt: null, deferredSince: null };

describe.each([
  ["PGlite", openPgliteBackend],
  ["PostgreSQL", openPostgresBackend],
])("retention on %s", (_name, open) => {
  const backend = useBackend(open);
  let scheduler: WorkScheduler;
  beforeAll(async () => {
    scheduler = backend.it.openScheduler();
  });

  const connect = (retentionDays?: number) =>
    backend.it.connect(retentionDays === undefined ? {} : { settings: { retentionDays } as Settings });

  let bodies = 0;
  async function deliver(connectionId: string, activityId: string | null, at: number, outcome: string | null) {
    bodies += 1;
    const columns = activityId === null ? null : columnsOf(activityId);
    await backend.it.database.query(
      `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
       values ($1, $2, $3, 'call.ended', $4, $5, '{}', $6)`,
      [connectionId, columns?.kind ?? null, columns?.ref ?? null, new Date(at), String(bodies), outcome],
    );
  }
  const keep = (connectionId: string, activityId: string, more: Partial<ActivityRecord> = DONE) =>
    activityStore(backend.it.database).save(connectionId, fullRecord(activityId, more), new Map(), NOW);
  const forget = (connectionId: string, at = NOW, database: Database = backend.it.database) =>
    forgetDeliveries(database, connectionId, at);
  const left = async (connectionId: string) =>
    (
      await backend.it.database.query<{ name: string }>(
        `select coalesce(${idText("d")}, 'none') as name from deliveries d where connection_id = $1 order by id`,
        [connectionId],
      )
    ).map(({ name }) => name);
  const trimmed = async (connectionId: string) =>
    (
      await backend.it.database.query<{ activityId: string }>(
        `select ${idText("a")} as "activityId" from activity a where connection_id = $1 and trimmed_at is not null order by "activityId"`,
        [connectionId],
      )
    ).map(({ activityId }) => activityId);

  it("N6: deletes what is old and processed, marks the calls, and keeps their outcome", async () => {
    const id = await connect(30);
    for (const activityId of ["call:1", "call:2", "text:+331"]) await keep(id, activityId);
    for (const activityId of ["call:1", "call:2", "text:+331"]) await deliver(id, activityId, OLD, "read");
    await deliver(id, "call:1", YOUNG, "read");
    await deliver(id, "call:3", OLD, "ignored");
    await deliver(id, "call:4", OLD, "not_understood");
    await deliver(id, null, OLD, "ignored");
    await deliver(id, null, YOUNG, "ignored");
    expect(await forget(id)).toBe(6);
    expect(await left(id)).toEqual(["call:1", "none"]);
    expect(await trimmed(id)).toEqual(["call:1", "call:2"]);
    const stored = await activityStore(backend.it.database).open(id, "call:1");
    expect(stored?.record).toMatchObject({ ...fullRecord("call:1", DONE), trimmed: true });
    expect(await forget(id)).toBe(0);
  });

  it("L8: keeps what is unprocessed, waiting, pending, to be retried, or has a file to transfer", async () => {
    const id = await connect(30);
    await keep(id, "call:pending", { ...DONE, state: "pending" });
    await keep(id, "call:again", { ...DONE, state: "failed" });
    await keep(id, "call:failed", { ...DONE, state: "failed" });
    await keep(id, "call:media");
    for (const activityId of ["call:pending", "call:again", "call:failed", "call:media"])
      await deliver(id, activityId, OLD, "read");
    await deliver(id, "call:unread", OLD, null);
    await deliver(id, "text:+331", OLD, "not_written_yet");
    await scheduler.markDue([{ connectionId: id, kind: "recording", ref: "media", part: "recording" }]);
    await scheduler.markDue([workOf(id, "call:again")]);
    expect(await forget(id)).toBe(1);
    expect(await left(id)).toEqual(["call:pending", "call:again", "call:media", "call:unread", "text:+331"]);
    expect(await trimmed(id)).toEqual(["call:failed"]);
    await backend.it.database.query(`delete from work_items where kind = 'recording' and connection_id = $1`, [id]);
    expect(await forget(id)).toBe(1);
    expect(await trimmed(id)).toEqual(["call:failed", "call:media"]);
  });

  it("N6: forgets also what was never dealt with, once it failed for good or its connection was disconnected", async () => {
    const id = await connect(30);
    await keep(id, "call:pending", { ...DONE, state: "pending" });
    await keep(id, "text:+331", { ...DONE, state: "failed" });
    for (const [activityId, outcome] of [
      ["call:pending", "read"],
      ["text:+331", "not_written_yet"],
      ["text:+332", "not_written_yet"],
      ["call:unread", null],
    ] as const)
      await deliver(id, activityId, OLD, outcome);
    await deliver(id, "text:+332", YOUNG, "not_written_yet");
    expect(await forget(id)).toBe(1);
    expect(await left(id)).toEqual(["call:pending", "text:+332", "call:unread", "text:+332"]);
    await backend.it.database.query(
      `update connections set status = 'deactivated', reason = 'disconnected' where id = $1`,
      [id],
    );
    expect(await forget(id)).toBe(3);
    expect(await left(id)).toEqual(["text:+332"]);
  });

  it("S3: keeps for as many days as each connection's setting: a year by default, and with 0 for ever", async () => {
    const [month, usual, ever] = [await connect(30), await connect(), await connect(0)];
    for (const id of [month, usual, ever]) await deliver(id, "call:1", OLD, "read");
    for (const id of [usual, ever]) await deliver(id, "call:2", NOW - 366 * DAY_MS, "read");
    expect([await forget(month), await forget(usual), await forget(ever)]).toEqual([1, 1, 0]);
    expect([await left(month), await left(usual), await left(ever)]).toEqual([[], ["call:1"], ["call:1", "call:2"]]);
    expect(await forget(ever, NOW + 20_000 * DAY_MS)).toBe(0);
  });

  it("goes in batches, none of which is long", async () => {
    const id = await connect(30);
    await backend.it.database.query(
      `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
       select $1, 'call', n, 'call.ended', $2, 'batch' || n, '{}', 'read' from generate_series(1, 4500) as n`,
      [id, new Date(OLD)],
    );
    const counts: unknown[] = [];
    const counted: Database = {
      ...backend.it.database,
      async query<Row>(text: string, values?: readonly unknown[]) {
        const rows = await backend.it.database.query<Row>(text, values);
        if (text.startsWith("with kept")) counts.push(rows[0]);
        return rows;
      },
    };
    expect(await forget(id, NOW, counted)).toBe(4_500);
    expect(counts).toEqual([{ forgotten: 2_000 }, { forgotten: 2_000 }, { forgotten: 500 }]);
  });

  it("keeps the mark though a run that began before saves its snapshot", async () => {
    const id = await connect(30);
    const store = activityStore(backend.it.database);
    await keep(id, "call:1");
    await deliver(id, "call:1", OLD, "read");
    const before = (await store.open(id, "call:1"))?.record;
    await forget(id);
    if (before) await store.save(id, { ...before, ticketId: 1, state: "pending" }, new Map(), NOW);
    expect((await store.open(id, "call:1"))?.record).toMatchObject({ trimmed: true, state: "done" });
  });
});

describe.each([
  ["PGlite", async () => ({ embedded: true })],
  ["PostgreSQL", async () => ({})],
])("after its days, on %s", (_name, options) => {
  const world = useWorld(options);

  it("C15: nothing that comes late of a call changes its ticket, neither an event, nor a replay, nor Aircall's list", async () => {
    const shop = await world.it.openShop({ settings: { retentionDays: 1 } });
    const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    const call = calls[0]?.id ?? 0;
    await shop.settle();
    const ticket = shop.ticket();
    world.it.clock.advance(2 * DAY_MS);
    const { maintenance, replay } = world.it.services;
    await maintenance.maintain(shop.connectionId, false);
    expect((await shop.activity(call)).received).toEqual([]);
    shop.forgetRequests();
    await shop.phone.calls.comment(call, { content: "Two days later", user: shop.users.cleo });
    await shop.settle();
    expect((await shop.activity(call)).received.map(({ outcome }) => outcome)).toEqual([
      { code: "ignored", why: "past_retention" },
    ]);
    await replay(shop.account, `call:${call}`);
    await shop.settle();
    const now = world.it.clock.now() / 1000;
    const window = { from: now - 3 * 86_400, to: now };
    expect(await maintenance.catchUp(shop.connectionId, window)).toEqual({ seen: 1, unheard: 0, changed: 0 });
    await shop.settle();
    expect(shop.requests()).toEqual([]);
    expect(shop.ticket()).toEqual(ticket);
    expect(await shop.activity(call)).toMatchObject({ state: "done", ticketId: ticket.id });
  });

  it("M3: a conversation goes on where it was, though what came before is forgotten", async () => {
    const shop = await world.it.openShop({ settings: { retentionDays: 1, reopenWindow: "always" } });
    const text = { company: shop.company, line: shop.lines.fr, from: "+33612345678" };
    await shop.phone.messages.receive({ ...text, body: "first" });
    await shop.settle();
    world.it.clock.advance(2 * DAY_MS);
    await world.it.services.maintenance.maintain(shop.connectionId, false);
    await shop.phone.messages.receive({ ...text, body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
  });
});
