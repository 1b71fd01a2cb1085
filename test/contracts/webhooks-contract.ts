/** N9: the outbox of webhooks: an event is stored with what makes it true, or not at all, and no crash loses it. */
import { decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { deliverEvent, type DeliverDeps } from "../../src/connections/webhooks/deliver-event.ts";
import type { ConnectionStatus } from "../../src/domain/connection/connection.ts";
import type { DeliveryPlace } from "../../src/domain/ports/webhooks.ts";
import type { EventType, WebhookEvent } from "../../src/domain/webhooks/webhook-event.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { eraser } from "../../src/storage/activity/erase.ts";
import { installStore } from "../../src/storage/connection/installs.ts";
import { forgetDeliveries } from "../../src/storage/activity/retention.ts";
import { rotateKeys } from "../../src/storage/connection/rotate-keys.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { deliveryRuns } from "../../src/storage/webhooks/delivery-runs.ts";
import { eventIdOf } from "../../src/storage/webhooks/outbox.ts";
import { webhookStore } from "../../src/storage/webhooks/webhook-store.ts";
import { completeWork } from "../../src/storage/work/complete.ts";
import { freeAllLeases, leaseWork } from "../../src/storage/work/lease.ts";
import { NOTIFY } from "../../src/storage/work/mark-due.ts";
import { everyRow } from "../helpers/every-row.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const BY_ADA = { by: "Ada Admin (ada@example.com)", now: NOW };
const SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
const DAY_MS = 86_400_000;

const ticketed = (activityId: string): WebhookEvent => ({
  type: "call.ticketed",
  key: `call.ticketed:${activityId}`,
  about: { kind: "call", ref: activityId.replace("call:", "") },
  data: { ticketId: 7 },
  at: NOW,
});

let endpoints = 0;

export function webhooksContract(backend: UsedBackend): void {
  describe("webhooks", () => {
    const store = () => webhookStore(backend.it.database, createSealer(backend.it.keys), NOTIFY);
    const activities = () => activityStore(backend.it.database);

    async function connected(events: EventType[] = ["call.ticketed"]) {
      const connectionId = await backend.it.connect();
      endpoints += 1;
      const endpoint = { id: `endpoint-${endpoints}`, url: "https://hooks.example.com/T0-secret", description: "CRM" };
      await store().add(connectionId, { ...endpoint, events, secret: SECRET }, 10, BY_ADA);
      return { connectionId, endpointId: endpoint.id };
    }
    const save = (connectionId: string, activityId: string, events: readonly WebhookEvent[]) =>
      activities().save(connectionId, fullRecord(activityId), new Map(), NOW, { events });
    const listed = (connectionId: string, endpointId: string) =>
      store().deliveries(connectionId, endpointId, { state: null, after: null, limit: 50 });
    const audited = async (connectionId: string) =>
      (await adminStores(backend.it.database).audit.list(connectionId, { before: null, limit: 20 })).map(
        ({ action, subject }) => [action, subject],
      );

    /** The webhook deliveries of one connection that a worker gets. Those of others are completed. */
    async function lease(connectionId: string, now = NOW) {
      const ask = { kinds: ["webhook"] as const, mostUrgent: 0, leastUrgent: 9, free: 100 };
      const leased = (await leaseWork(backend.it.database, [ask], now)).map(({ work }) => work);
      const [ours, others] = [true, false].map((is) =>
        leased.filter((work) => (work.connectionId === connectionId) === is),
      );
      await completeWork(
        backend.it.database,
        (others ?? []).map((work) => ({ work, nextAt: null, attempts: 0 })),
        now,
      );
      return ours ?? [];
    }

    /** What is posted is noted in `posted`. */
    function sender(posted: string[], post?: () => Promise<never>): DeliverDeps {
      const deliveries = deliveryRuns(backend.it.database, createSealer(backend.it.keys));
      return {
        deliveries,
        clock: () => NOW,
        postWebhook: async ({ id }) => {
          posted.push(id);
          await post?.();
          return { status: 200, problem: null, retryAfterMs: null };
        },
      };
    }

    it("N9: stores an event with the record that makes it true, and marks its delivery", async () => {
      const { connectionId, endpointId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      const eventId = eventIdOf(connectionId, "call.ticketed:call:1");
      expect(await listed(connectionId, endpointId)).toMatchObject([{ eventId, state: "pending", attempts: 0 }]);
      expect(await lease(connectionId)).toMatchObject([{ kind: "webhook", ref: eventId, part: endpointId }]);
    });

    it("N9: stores neither where one of them cannot be stored", async () => {
      const { connectionId, endpointId } = await connected();
      const broken = { ...fullRecord("call:1"), state: "nonsense" as never };
      const saving = activities().save(connectionId, broken, new Map(), NOW, { events: [ticketed("call:1")] });
      await expect(saving).rejects.toThrow(/check|state/);
      expect(await listed(connectionId, endpointId)).toEqual([]);
      expect((await activities().open(connectionId, "call:1"))?.record).toBeNull();
    });

    it("N9: stores the same event once", async () => {
      const { connectionId, endpointId } = await connected();
      for (let run = 0; run < 2; run += 1) await save(connectionId, "call:1", [ticketed("call:1")]);
      expect(await listed(connectionId, endpointId)).toHaveLength(1);
    });

    it("N9: stores no event that no endpoint wants", async () => {
      const { connectionId } = await connected(["item.failed"]);
      await save(connectionId, "call:1", [ticketed("call:1")]);
      expect(await lease(connectionId)).toEqual([]);
      expect((await everyRow(backend.it.database)).filter((row) => row.includes(eventIdOf(connectionId, "x")))).toEqual(
        [],
      );
    });

    it("N9: loses nothing when the process dies between storing and sending", async () => {
      const { connectionId, endpointId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      // A worker leases the delivery and dies before it sends.
      expect(await lease(connectionId)).toHaveLength(1);
      expect(await lease(connectionId)).toEqual([]);
      await freeAllLeases(backend.it.database);
      const [work] = await lease(connectionId);
      const posted: string[] = [];
      if (work) await deliverEvent(sender(posted), work);
      expect(posted).toEqual([eventIdOf(connectionId, "call.ticketed:call:1")]);
      expect(await listed(connectionId, endpointId)).toMatchObject([{ state: "delivered", lastStatus: 200 }]);
    });

    it("N9: sends again with the same id when the process dies between sending and storing", async () => {
      const { connectionId, endpointId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      const posted: string[] = [];
      const dies = () => Promise.reject(new Error("killed"));
      const only = async () => {
        const [work] = await lease(connectionId);
        if (!work) throw new Error("no worker gets the delivery");
        return work;
      };
      const first = await only();
      await expect(deliverEvent(sender(posted, dies), first)).rejects.toThrow("killed");
      await freeAllLeases(backend.it.database);
      expect(await deliverEvent(sender(posted), await only())).toEqual({ again: false });
      expect(posted).toHaveLength(2);
      expect(new Set(posted).size).toBe(1);
      expect(await listed(connectionId, endpointId)).toMatchObject([{ state: "delivered", attempts: 1 }]);
      expect(await lease(connectionId)).toEqual([]);
    });

    it("N9: stores a new status in the transaction that changes it, and not of the same one", async () => {
      const { connectionId, endpointId } = await connected(["connection.status"]);
      const installs = installStore(backend.it.database, createSealer(backend.it.keys));
      const set = (status: ConnectionStatus, now: number) =>
        installs.setStatus(connectionId, status, status === "active" ? null : "rate_limit", now);
      await set("deactivated", NOW);
      await set("deactivated", NOW + 1);
      await set("active", NOW + 2);
      const types = (await listed(connectionId, endpointId)).map(({ type }) => type);
      expect(types).toEqual(["connection.status", "connection.status"]);
    });

    it("S3: shows, changes and replays nothing of another connection", async () => {
      const ours = await connected();
      const theirs = await backend.it.connect();
      await save(ours.connectionId, "call:1", [ticketed("call:1")]);
      const eventId = eventIdOf(ours.connectionId, "call.ticketed:call:1");
      const { endpointId } = ours;
      expect(await store().list(theirs)).toEqual([]);
      expect(await listed(theirs, endpointId)).toEqual([]);
      expect(await store().delivery(theirs, endpointId, eventId)).toBeNull();
      expect(await store().change(theirs, endpointId, { active: false }, BY_ADA)).toBeNull();
      expect(await store().replay(theirs, endpointId, eventId, BY_ADA)).toBe("unknown");
      expect(await store().send(theirs, endpointId, ticketed("call:2"))).toBeNull();
      expect(await store().remove(theirs, endpointId, BY_ADA)).toBe(false);
      expect(await store().list(ours.connectionId)).toMatchObject([{ active: true }]);
    });

    it("N7: records each change of an endpoint, without its secret or its path", async () => {
      const { connectionId, endpointId } = await connected();
      await store().change(connectionId, endpointId, { active: false }, BY_ADA);
      await store().renewSecret(connectionId, endpointId, { secret: SECRET, previousUntil: NOW + 1 }, BY_ADA);
      await store().remove(connectionId, endpointId, BY_ADA);
      const origin = "https://hooks.example.com";
      expect(await audited(connectionId)).toEqual([
        ["webhook_removed", origin],
        ["webhook_secret_renewed", origin],
        ["webhook_changed", origin],
        ["webhook_added", origin],
      ]);
    });

    it("N9: stores secrets sealed, and seals them anew with a new key", async () => {
      const { connectionId, endpointId } = await connected();
      await store().renewSecret(connectionId, endpointId, { secret: SECRET, previousUntil: NOW + DAY_MS }, BY_ADA);
      expect((await everyRow(backend.it.database)).join("\n")).not.toContain(SECRET.slice("whsec_".length));
      const fresh = { id: "fresh", bytes: new Uint8Array(32).fill(9) };
      await rotateKeys(backend.it.database, [fresh, ...backend.it.keys]);
      const [row] = await backend.it.database.query<{ sealed: string; previous: string }>(
        `select sealed, previous_sealed as previous from webhook_endpoints where id = $1`,
        [endpointId],
      );
      expect([row?.sealed, row?.previous].map((one) => decodeProtectedHeader(one ?? "").kid)).toEqual([
        "fresh",
        "fresh",
      ]);
      // Back again for the other tests of the file.
      await rotateKeys(backend.it.database, [...backend.it.keys, fresh]);
    });

    it("N9: shows the attempts of a delivery, the latest hundred first, and since when an endpoint fails", async () => {
      const { connectionId, endpointId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      const [work] = await lease(connectionId);
      if (!work) throw new Error("no delivery was leased");
      const runs = deliveryRuns(backend.it.database, createSealer(backend.it.keys));
      const attempt = (n: number, problem: "timeout" | null) =>
        runs.finish(work, {
          attempt: { at: NOW + n * 1_000, durationMs: 5, status: null, problem },
          state: "pending",
          nextAt: NOW + (n + 1) * 1_000,
          gone: false,
        });
      const failingSince = async () => (await store().list(connectionId))[0]?.failingSince?.getTime();
      for (let n = 0; n < 101; n += 1) await attempt(n, "timeout");
      const delivery = await store().delivery(connectionId, endpointId, work.ref);
      const log = delivery?.log.map(({ at }) => (at - NOW - 5) / 1_000) ?? [];
      expect([delivery?.attempts, log.length, log[0], log.at(-1)]).toEqual([101, 100, 100, 1]);
      expect(await failingSince()).toBe(NOW + 5);
      await attempt(200, null);
      expect(await failingSince()).toBeUndefined();
    });

    it("N9: lists deliveries page by page, each once", async () => {
      const { connectionId, endpointId } = await connected();
      for (const n of [1, 2, 3, 4, 5]) await save(connectionId, `call:${n}`, [ticketed(`call:${n}`)]);
      const ids = (await listed(connectionId, endpointId)).map(({ eventId }) => eventId);
      const pages: string[] = [];
      for (let after = null as DeliveryPlace | null; pages.length < 10;) {
        const page = await store().deliveries(connectionId, endpointId, { state: null, after, limit: 2 });
        pages.push(...page.map(({ eventId }) => eventId));
        const last = page.at(-1);
        if (!last) break;
        after = { createdAt: last.createdAt, eventId: last.eventId };
      }
      expect(pages).toEqual(ids);
      expect(new Set(ids).size).toBe(5);
    });

    it("N9: forgets events after 30 days, but none that is still sent", async () => {
      const { connectionId, endpointId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      const [work] = await lease(connectionId);
      await forgetDeliveries(backend.it.database, connectionId, NOW + 31 * DAY_MS);
      expect(await listed(connectionId, endpointId)).toHaveLength(1);
      if (work) await deliverEvent(sender([]), work);
      await forgetDeliveries(backend.it.database, connectionId, NOW + 29 * DAY_MS);
      expect(await listed(connectionId, endpointId)).toHaveLength(1);
      await forgetDeliveries(backend.it.database, connectionId, NOW + 31 * DAY_MS);
      expect(await listed(connectionId, endpointId)).toEqual([]);
    });

    it("N9: are erased with the number that they name", async () => {
      const { connectionId, endpointId } = await connected(["message.ticketed"]);
      const subject = "text:+33612345678";
      const event: WebhookEvent = {
        type: "message.ticketed",
        key: "message.ticketed:m1",
        about: { kind: "conversation", ref: "+33612345678" },
        data: { activityId: subject },
        at: NOW,
      };
      await save(connectionId, subject, [event]);
      expect(await listed(connectionId, endpointId)).toHaveLength(1);
      const erase = eraser(backend.it.database, { clock: () => NOW, sleep: async () => undefined });
      await erase.erase(connectionId, "+33612345678", undefined);
      expect(await listed(connectionId, endpointId)).toEqual([]);
    });

    it("N6: a disconnect leaves no endpoint, no secret and no event", async () => {
      const { connectionId } = await connected();
      await save(connectionId, "call:1", [ticketed("call:1")]);
      await installStore(backend.it.database, createSealer(backend.it.keys)).wipe(connectionId, NOW, "Ada");
      const left = (await everyRow(backend.it.database)).filter(
        (row) => row.startsWith("public.webhook") && row.includes(`"${connectionId}"`),
      );
      expect(left).toEqual([]);
    });
  });
}
