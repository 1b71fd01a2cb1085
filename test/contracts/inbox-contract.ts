/** Deliveries are stored and their work marked as due in one statement, in batches, each connection by itself. */
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { NewDelivery } from "../../src/domain/ports/stores.ts";
import { activityIdOf, type RecordKind, type WorkItem } from "../../src/domain/activity/work-item.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { idText } from "../../src/storage/activity/activity-id.ts";
import type { LeasedWork } from "../../src/storage/work/lease.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { NOW, type UsedBackend } from "./backend.ts";

export function inboxContract(backend: UsedBackend): void {
  describe("inbox", () => {
    let scheduler: WorkScheduler;

    beforeAll(() => {
      scheduler = backend.it.openScheduler();
    });

    const delivery = (connectionId: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
      connectionId,
      activityId: "call:1",
      event: "call.created",
      body: `{"n": 1}`,
      receivedAt: NOW,
      ...more,
    });

    const stored = (connectionId: string) =>
      backend.it.database.query<{
        activityId: string;
        event: string;
        body: string;
        outcome: string;
        detail: unknown;
        at: Date;
      }>(
        `select ${idText("d")} as "activityId", event, body, outcome, outcome_detail as detail, received_at as at from deliveries d
         where connection_id = $1 order by received_at, id`,
        [connectionId],
      );

    /** Runs what waits, and returns the activity ids of this connection that ran. */
    const workOf = async (connectionId: string): Promise<string[]> =>
      (await runsOf(connectionId)).flatMap((work) => (isRecord(work) ? activityIdOf(work) : [])).sort();
    const runsOf = async (connectionId: string): Promise<LeasedWork[]> => {
      const done: LeasedWork[] = [];
      while ((await scheduler.step(async (work) => void done.push(work))).completed > 0);
      return done.filter((work) => work.connectionId === connectionId);
    };

    it("stores a delivery as it came and marks its call as due", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      expect(await inbox.put(delivery(connectionId))).toBe("new");
      expect(await stored(connectionId)).toEqual([
        {
          activityId: "call:1",
          event: "call.created",
          body: `{"n": 1}`,
          outcome: null,
          detail: null,
          at: new Date(NOW),
        },
      ]);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("M2: stores a message in the conversation of another number of its customer, and in no other", async () => {
      const connectionId = await backend.it.connect();
      const other = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      const message = (activityId: string, n: number, activityIdsBefore: string[] = []) =>
        delivery(connectionId, { activityId, event: "message.received", body: `{"n": ${n}}`, activityIdsBefore });
      await inbox.put({ ...message("text:+1", 0), connectionId: other });
      await inbox.put(message("text:+2", 1, ["text:+1", "text:+2"]));
      await inbox.put(message("text:+521", 2));
      await inbox.put(message("text:+52", 3, ["text:+521", "text:+52"]));
      await activityStore(backend.it.database).save(connectionId, blankRecord("text:+549"), new Map(), NOW);
      await inbox.put(message("text:+54", 4, ["text:+540", "text:+549", "text:+54"]));
      await inbox.put(message("text:+54", 5, ["text:+54", "text:+549"]));
      const activityIds = (await stored(connectionId)).map(({ activityId }) => activityId);
      expect(activityIds).toEqual(["text:+2", "text:+521", "text:+521", "text:+549", "text:+549"]);
      expect(await workOf(connectionId)).toEqual(["text:+2", "text:+521", "text:+549"]);
    });

    it("C15: stores the same bytes once and marks nothing for the second time, one after the other or together", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      await inbox.put(delivery(connectionId));
      await workOf(connectionId);
      expect(await inbox.put(delivery(connectionId, { receivedAt: NOW + 5 }))).toBe("duplicate");
      const twins = delivery(connectionId, { body: `{"n": 2}` });
      expect(await Promise.all([inbox.put(twins), inbox.put(twins), inbox.put(twins)])).toEqual([
        "new",
        "duplicate",
        "duplicate",
      ]);
      expect(await stored(connectionId)).toHaveLength(2);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("S3: stores the same bytes for each connection that gets them", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const inbox = openInbox(backend.it.database, scheduler);
      expect(await Promise.all([inbox.put(delivery(one)), inbox.put(delivery(other))])).toEqual(["new", "new"]);
      expect([await stored(one), await stored(other)].map((rows) => rows.length)).toEqual([1, 1]);
    });

    it("stores an event that is not followed with an outcome, and marks nothing for it", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      expect(await inbox.put(delivery(connectionId, { activityId: null, event: "user.created" }))).toBe("new");
      expect(await stored(connectionId)).toMatchObject([
        { activityId: null, outcome: "ignored", detail: { why: "event_not_followed" } },
      ]);
      expect(await workOf(connectionId)).toEqual([]);
    });

    it.each<[string, Partial<NewDelivery>]>([
      ["of a connection that is no more", { connectionId: "gone" }],
      ["with a character that cannot be stored", { event: "call.\u0000" }],
      ["with an id as long as a book", { activityId: `call:${hugeId()}` }],
    ])("S3: keeps what came together with a delivery %s", async (_what, more) => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      const bad = delivery(connectionId, { body: `{"n": 2}`, ...more });
      const puts = [bad, delivery(connectionId)].map((each) => inbox.put(each));
      expect((await Promise.allSettled(puts)).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
      expect(await stored(connectionId)).toHaveLength(1);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("stores neither delivery nor work when the work cannot be marked, and takes the delivery when it comes again", async () => {
      const connectionId = await backend.it.connect();
      const broken = { ...scheduler, notifyMarked: "(select 1 / 0 from marked)::text" };
      await expect(openInbox(backend.it.database, broken).put(delivery(connectionId))).rejects.toThrow(/zero/);
      expect(await stored(connectionId)).toEqual([]);
      expect(await workOf(connectionId)).toEqual([]);
      expect(await openInbox(backend.it.database, scheduler).put(delivery(connectionId))).toBe("new");
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("reports a failure that is not about one delivery, until the next one is stored", async () => {
      const connectionId = await backend.it.connect();
      const life = { away: true };
      const { keyed } = backend.it.database;
      const database: Database = {
        ...backend.it.database,
        keyed: (...asked) => (life.away ? Promise.reject(new Error("the power went")) : keyed(...asked)),
      };
      const inbox = openInbox(database, scheduler);
      await expect(inbox.put(delivery(connectionId))).rejects.toThrow("the power went");
      expect(inbox.isFailing()).toBe(true);
      life.away = false;
      expect(await inbox.put(delivery(connectionId))).toBe("new");
      expect(inbox.isFailing()).toBe(false);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("I2: marks the card of a call that begins with it, and maintenance where the app was removed, once each", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, scheduler);
      const rings = { rings: true, trace: "00-a-b-01" };
      await Promise.all([
        inbox.put(delivery(connectionId, rings)),
        inbox.put(delivery(connectionId, { ...rings, body: `{"n": 2}`, receivedAt: NOW + 5 })),
        inbox.put(delivery(connectionId, { activityId: null, removed: true, body: `{"n": 3}` })),
      ]);
      const runs = await runsOf(connectionId);
      expect(runs.map(({ kind, ref, input }) => [kind, ref, input])).toEqual([
        ["card", "1", { heardAt: NOW, trace: "00-a-b-01" }],
        ["call", "1", { trace: "00-a-b-01" }],
        ["connection", "", { removed: true }],
      ]);
    });

    it("stores a burst of 500 in a few statements, every one, each with its connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      let statements = 0;
      const { keyed } = backend.it.database;
      const counted: Database = {
        ...backend.it.database,
        keyed(...asked) {
          statements += 1;
          return keyed(...asked);
        },
      };
      const inbox = openInbox(counted, scheduler);
      const burst = Array.from({ length: 500 }, (_, i) =>
        delivery(i % 2 ? one : other, { activityId: `call:${i % 100}`, body: `{"n": ${i}}`, receivedAt: NOW + i }),
      );
      const answers = await Promise.all(burst.map((each) => inbox.put(each)));
      expect(new Set(answers)).toEqual(new Set(["new"]));
      expect(statements).toBeLessThanOrEqual(5);
      const expected = (id: string) =>
        burst.filter((each) => each.connectionId === id).map(({ activityId, body }) => `${activityId} ${body}`);
      for (const id of [one, other]) {
        expect((await stored(id)).map(({ activityId, body }) => `${activityId} ${body}`)).toEqual(expected(id));
        expect(await stored(id).then((rows) => rows.map(({ at }) => at.getTime()))).toEqual(
          burst.filter((each) => each.connectionId === id).map(({ receivedAt }) => receivedAt),
        );
      }
      const work: string[] = [];
      while (
        (await scheduler.step(async (each) => void work.push(`${each.connectionId} call:${each.ref}`))).completed > 0
      );
      expect(work.sort()).toEqual([...new Set(burst.map((b) => `${b.connectionId} ${b.activityId}`))].sort());
    });
  });
}

/** Cannot be compressed to what an index takes. */
function hugeId(): string {
  return randomBytes(20_000).toString("hex");
}

function isRecord(work: WorkItem): work is WorkItem & { kind: RecordKind } {
  return work.kind === "call" || work.kind === "conversation";
}
