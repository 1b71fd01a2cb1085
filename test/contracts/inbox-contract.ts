/** Deliveries are kept and their work queued together, in groups, each connection by itself. */
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Job, NewDelivery } from "../../src/domain/ports/stores.ts";
import { blankRecord } from "../../src/sync/blank-record.ts";
import { subjectStore } from "../../src/storage/subjects.ts";
import type { Database } from "../../src/storage/database.ts";
import { openInbox } from "../../src/storage/inbox.ts";
import type { JobQueue } from "../../src/storage/queue/job-queue.ts";
import { NOW, type UsedBackend } from "./backend.ts";

export function inboxContract(backend: UsedBackend): void {
  describe("inbox", () => {
    let queue: JobQueue;

    beforeAll(async () => {
      queue = await backend.it.startQueue();
    });

    const delivery = (connectionId: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
      connectionId,
      subject: "call:1",
      event: "call.created",
      body: `{"n": 1}`,
      receivedAt: NOW,
      ...more,
    });

    const kept = (connectionId: string) =>
      backend.it.database.query<{
        subject: string;
        event: string;
        body: string;
        outcome: string;
        detail: unknown;
        at: Date;
      }>(
        `select subject, event, body, outcome, outcome_detail as detail, received_at as at from deliveries where connection_id = $1 order by received_at, id`,
        [connectionId],
      );

    /** Does what waits, and answers which subjects of this connection that were. */
    const workOf = async (connectionId: string): Promise<string[]> => {
      const done: Job[] = [];
      while ((await queue.step(async (job) => void done.push(job))).completed > 0);
      return done.flatMap((job) => (job.connectionId === connectionId ? [job.subject] : [])).sort();
    };

    it("keeps a delivery as it came and queues its call", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      expect(await inbox.put(delivery(connectionId))).toBe("new");
      expect(await kept(connectionId)).toEqual([
        { subject: "call:1", event: "call.created", body: `{"n": 1}`, outcome: null, detail: null, at: new Date(NOW) },
      ]);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("M2: keeps a message with what is kept of another number of its caller, and with nothing else", async () => {
      const connectionId = await backend.it.connect();
      const other = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      const message = (subject: string, n: number, subjectsBefore: string[] = []) =>
        delivery(connectionId, { subject, event: "message.received", body: `{"n": ${n}}`, subjectsBefore });
      await inbox.put({ ...message("text:+1", 0), connectionId: other });
      await inbox.put(message("text:+2", 1, ["text:+1", "text:+2"]));
      await inbox.put(message("text:+521", 2));
      await inbox.put(message("text:+52", 3, ["text:+521", "text:+52"]));
      await subjectStore(backend.it.database).save(connectionId, blankRecord("text:+549"), new Map(), NOW);
      await inbox.put(message("text:+54", 4, ["text:+540", "text:+549", "text:+54"]));
      await inbox.put(message("text:+54", 5, ["text:+54", "text:+549"]));
      const subjects = (await kept(connectionId)).map(({ subject }) => subject);
      expect(subjects).toEqual(["text:+2", "text:+521", "text:+521", "text:+549", "text:+549"]);
      expect(await workOf(connectionId)).toEqual(["text:+2", "text:+521", "text:+549"]);
    });

    it("C15: keeps the same bytes once and queues nothing for the second time, one after the other or together", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      await inbox.put(delivery(connectionId));
      await workOf(connectionId);
      expect(await inbox.put(delivery(connectionId, { receivedAt: NOW + 5 }))).toBe("duplicate");
      const twins = delivery(connectionId, { body: `{"n": 2}` });
      expect(await Promise.all([inbox.put(twins), inbox.put(twins), inbox.put(twins)])).toEqual([
        "new",
        "duplicate",
        "duplicate",
      ]);
      expect(await kept(connectionId)).toHaveLength(2);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("S3: keeps the same bytes for each connection that gets them", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const inbox = openInbox(backend.it.database, queue);
      expect(await Promise.all([inbox.put(delivery(one)), inbox.put(delivery(other))])).toEqual(["new", "new"]);
      expect([await kept(one), await kept(other)].map((rows) => rows.length)).toEqual([1, 1]);
    });

    it("keeps what is not followed with an outcome, and queues nothing for it", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      expect(await inbox.put(delivery(connectionId, { subject: null, event: "user.created" }))).toBe("new");
      expect(await kept(connectionId)).toMatchObject([
        { subject: null, outcome: "ignored", detail: { why: "event_not_followed" } },
      ]);
      expect(await workOf(connectionId)).toEqual([]);
    });

    it.each<[string, Partial<NewDelivery>]>([
      ["of a connection that is no more", { connectionId: "gone" }],
      ["with a character that cannot be stored", { event: "call.\u0000" }],
      ["with an id as long as a book", { subject: `call:${hugeId()}` }],
    ])("S3: keeps what came together with a delivery %s", async (_what, more) => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      const bad = delivery(connectionId, { body: `{"n": 2}`, ...more });
      const puts = [bad, delivery(connectionId)].map((each) => inbox.put(each));
      expect((await Promise.allSettled(puts)).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
      expect(await kept(connectionId)).toHaveLength(1);
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("keeps neither delivery nor work when the work cannot be queued, and takes the delivery when it comes again", async () => {
      const connectionId = await backend.it.connect();
      const broken: JobQueue = { ...queue, addInside: () => Promise.reject(new Error("the queue is gone")) };
      const put = openInbox(backend.it.database, broken).put(delivery(connectionId));
      await expect(put).rejects.toThrow("the queue is gone");
      expect(await kept(connectionId)).toEqual([]);
      expect(await openInbox(backend.it.database, queue).put(delivery(connectionId))).toBe("new");
      expect(await workOf(connectionId)).toEqual(["call:1"]);
    });

    it("keeps neither delivery nor work when the transaction fails at its very end", async () => {
      const connectionId = await backend.it.connect();
      const dying: Database = {
        ...backend.it.database,
        transaction: (work) =>
          backend.it.database.transaction(async (sql) => {
            await work(sql);
            throw new Error("the power went");
          }),
      };
      await expect(openInbox(dying, queue).put(delivery(connectionId))).rejects.toThrow("the power went");
      expect(await kept(connectionId)).toEqual([]);
      expect(await workOf(connectionId)).toEqual([]);
    });

    it("keeps a burst of 500 in a few transactions, every one, each with its connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      let transactions = 0;
      const counted: Database = {
        ...backend.it.database,
        transaction(work) {
          transactions += 1;
          return backend.it.database.transaction(work);
        },
      };
      const inbox = openInbox(counted, queue);
      const burst = Array.from({ length: 500 }, (_, i) =>
        delivery(i % 2 ? one : other, { subject: `call:${i % 100}`, body: `{"n": ${i}}`, receivedAt: NOW + i }),
      );
      const answers = await Promise.all(burst.map((each) => inbox.put(each)));
      expect(new Set(answers)).toEqual(new Set(["new"]));
      expect(transactions).toBeLessThanOrEqual(5);
      const expected = (id: string) =>
        burst.filter((each) => each.connectionId === id).map(({ subject, body }) => `${subject} ${body}`);
      for (const id of [one, other]) {
        expect((await kept(id)).map(({ subject, body }) => `${subject} ${body}`)).toEqual(expected(id));
        expect(await kept(id).then((rows) => rows.map(({ at }) => at.getTime()))).toEqual(
          burst.filter((each) => each.connectionId === id).map(({ receivedAt }) => receivedAt),
        );
      }
      const work: string[] = [];
      while ((await queue.step(async (job) => void work.push(`${job.connectionId} ${job.subject}`))).completed > 0);
      expect(work.sort()).toEqual([...new Set(burst.map((b) => `${b.connectionId} ${b.subject}`))].sort());
    });

    it("puts back to work what no turn has looked at, the oldest first, until an outcome is kept", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, queue);
      const subjects = subjectStore(backend.it.database);
      // Long before every other test, so that nothing else is that old.
      for (const [i, subject] of ["call:11", "call:12", "call:12", "call:13"].entries()) {
        const more = { subject, body: `{"n": ${i}}`, receivedAt: 1_000 + i };
        await inbox.put(delivery(connectionId, more));
      }
      expect(await workOf(connectionId)).toEqual(["call:11", "call:12", "call:13"]);
      expect(await inbox.requeueUnread(1_000, 10)).toBe(0);
      expect(await inbox.requeueUnread(1_003, 10)).toBe(2);
      expect(await workOf(connectionId)).toEqual(["call:11", "call:12"]);
      expect(await inbox.requeueUnread(2_000, 1)).toBe(1);
      expect(await workOf(connectionId)).toEqual(["call:11"]);
      for (const subject of ["call:11", "call:12", "call:13"]) {
        const dossier = await subjects.open(connectionId, subject);
        const read = new Map(dossier?.deliveries.map(({ id }) => [id, { code: "read" as const }]));
        await subjects.save(connectionId, blankRecord(subject), read, NOW);
      }
      expect(await inbox.requeueUnread(2_000, 10)).toBe(0);
      expect(await workOf(connectionId)).toEqual([]);
    });
  });
}

/** Cannot be compressed to what an index takes. */
function hugeId(): string {
  return randomBytes(20_000).toString("hex");
}
