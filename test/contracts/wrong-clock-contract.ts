/** L8: what a node stored while its clock was ahead does not affect a node with a correct clock. */
import { describe, expect, it } from "vitest";
import { maintenanceStore } from "../../src/storage/connection/maintenance.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { nodeStore } from "../../src/storage/db/nodes.ts";
import { doctorQueries } from "../../src/storage/admin/doctor-queries.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { threadIndex } from "../../src/storage/activity/threads.ts";
import { tokenStore } from "../../src/storage/connection/tokens.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { newConnection, NOW, type UsedBackend } from "./backend.ts";
import { nothingDue, saveInRun } from "./running.ts";

const HOUR_MS = 3_600_000;
/** Two clocks that are right differ by no more. */
const NOISE_MS = 5_000;

export function wrongClockContract(backend: UsedBackend): void {
  describe.each([2 * HOUR_MS, 26 * HOUR_MS, 9_000 * HOUR_MS])("L8: a clock that was ahead by %d ms", (ahead) => {
    const database = () => backend.it.database;
    const LATER = NOW + ahead;

    it("makes its due connections due now", async () => {
      await database().query("update maintenance set due_at = 'infinity'");
      await maintenanceStore(database()).takeDue(NOW, 10_000);
      await database().query("update maintenance set due_at = 'infinity'");
      const connectionId = await backend.it.connect();
      expect(await maintenanceStore(database()).takeDue(LATER, 10)).toEqual([connectionId]);
      expect(await maintenanceStore(database()).takeDue(NOW, 10)).toEqual([connectionId]);
      expect(await maintenanceStore(database()).takeDue(NOW - NOISE_MS, 10)).toEqual([]);
    });

    it.each([false, true])("runs its work now (deferred: %s)", async (isHeld) => {
      await nothingDue(database());
      const id = await backend.it.connect();
      const held = isHeld ? { deferredSince: LATER, deferredPriority: "message" as const } : {};
      await saveInRun(database(), id, { ...blankRecord("call:1"), ...held, wakeAt: LATER + 1_000 }, LATER);
      // Work that waits by a correct clock continues to wait.
      await saveInRun(database(), id, { ...blankRecord("call:2"), wakeAt: NOW + 600_000 }, NOW + NOISE_MS);
      const scheduler = backend.it.openScheduler(() => NOW);
      await scheduler.upkeep();
      expect(await scheduler.resume(() => 10)).toBe(isHeld ? 1 : 0);
      const due: string[] = [];
      await scheduler.step(async ({ ref }) => void due.push(ref));
      expect(due).toEqual(["1"]);
    });

    it("loses its claims, and those of a correct clock stay", async () => {
      const id = await backend.it.connect();
      const index = phoneIndex(database());
      await index.claim(id, "+33600000001", "call:1", LATER);
      expect(await index.claim(id, "+33600000001", "call:2", NOW)).toEqual({ kind: "yours" });
      expect(await index.claim(id, "+33600000001", "call:3", NOW - NOISE_MS)).toMatchObject({ kind: "taken" });
      const threads = threadIndex(database());
      await threads.claim(id, 7, "text:1", LATER);
      expect(await threads.claim(id, 7, "text:2", NOW)).toEqual({ kind: "yours" });
      expect(await threads.claim(id, 7, "text:3", NOW - NOISE_MS)).toMatchObject({ kind: "taken" });
    });

    it("has its right to refresh a token taken over", async () => {
      const sealer = createSealer(backend.it.keys);
      const draft = newConnection();
      await connectionStore(database(), sealer).add(draft, NOW);
      const tokens = tokenStore(database(), sealer);
      expect(await tokens.claimRefresh(draft.id, LATER)).toMatchObject({ kind: "yours" });
      expect(await tokens.claimRefresh(draft.id, NOW)).toMatchObject({ kind: "yours" });
      expect(await tokens.claimRefresh(draft.id, NOW - NOISE_MS)).toMatchObject({ kind: "taken" });
    });

    it("has the deliveries that it stored put to work", async () => {
      await nothingDue(database());
      const scheduler = backend.it.openScheduler(() => NOW);
      const connectionId = await backend.it.connect();
      const delivery = { connectionId, activityId: "call:9", event: "call.created", body: "{}" };
      await openInbox(database(), scheduler).put({ ...delivery, receivedAt: LATER });
      await scheduler.upkeep();
      expect(await scheduler.step(async () => undefined)).toEqual({ completed: 1, failed: 0 });
    });

    it("holds no item of a worker that died under a lease", async () => {
      await nothingDue(database());
      const scheduler = backend.it.openScheduler(() => NOW);
      await scheduler.markDue([{ connectionId: "ahead", kind: "call", ref: "1", part: "" }]);
      await database().query(`update work_items set lease = 'lost', leased_until = now() + $1 * interval '1 ms'`, [
        ahead,
      ]);
      expect(await scheduler.step(async () => undefined)).toEqual({ completed: 1, failed: 0 });
    });
  });

  it("L8: every node reports how far its machine's clock is off, and the doctor shows it", async () => {
    const nodes = nodeStore(backend.it.database);
    const at = await nodes.beat({ id: "one", role: "worker", skewMs: 7_200_000.4 });
    await nodes.beat({ id: "two", role: "web", skewMs: -3 });
    expect(Math.abs(at - (await doctorQueries(backend.it.database).now()))).toBeLessThan(60_000);
    const seen = await doctorQueries(backend.it.database).nodes();
    expect(seen.map(({ role, skewMs }) => [role, skewMs])).toEqual([
      ["worker", 7_200_000],
      ["web", -3],
    ]);
    await nodes.beat({ id: "one", role: "worker", skewMs: 0 });
    await nodes.leave("two");
    expect((await doctorQueries(backend.it.database).nodes()).map(({ skewMs }) => skewMs)).toEqual([0]);
    await nodes.leave("one");
  });
}
