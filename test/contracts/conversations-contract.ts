/** Conversations last for years. A run reads what is not processed, and by their keys the writes that it needs. */
import { beforeAll, describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../../src/domain/reasons/delivery-outcome.ts";
import { idOf } from "../../src/domain/activity/work-item.ts";
import { defaultSettings } from "../../src/domain/settings/settings.ts";
import { conversationSnapshots } from "../../src/storage/activity/conversations.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const ONE = "text:+33612345678";
const OTHER = "text:group-GC1";

export function conversationsContract(backend: UsedBackend): void {
  describe("conversations", () => {
    let scheduler: WorkScheduler;

    beforeAll(async () => {
      scheduler = backend.it.openScheduler();
    });

    const snapshots = () => conversationSnapshots(backend.it.database);
    const open = async (connectionId: string, activityId = ONE) => {
      const snapshot = await snapshots().open(connectionId, activityId);
      if (!snapshot) throw new Error("no snapshot");
      return snapshot;
    };
    /** Stores deliveries in this order, and the outcome of each. */
    const receive = async (connectionId: string, activityId: string, outcomes: (string | null)[]) => {
      const inbox = openInbox(backend.it.database, scheduler);
      for (const [n, outcome] of outcomes.entries()) {
        const body = JSON.stringify({ activityId, n });
        await inbox.put({ connectionId, activityId, event: "message.received", body, receivedAt: NOW + n });
        if (outcome === null) continue;
        const { database } = backend.it;
        await database.query("update deliveries set outcome = $3 where connection_id = $1 and body = $2", [
          connectionId,
          body,
          outcome,
        ]);
      }
    };
    const settle = (
      connectionId: string,
      key: string,
      state: "done" | "refused" = "done",
      activityId = ONE,
      generation = 1,
    ) =>
      writeStore(backend.it.database).complete(connectionId, activityId, [
        { generation, key, state, outcome: { key, generation }, requests: 1, at: NOW },
      ]);
    const intend = (connectionId: string, key: string, activityId = ONE) =>
      writeStore(backend.it.database).intend(connectionId, activityId, { generation: 1, key, intent: { key } }, NOW);
    const keysIn = (writes: readonly { key: string }[]) => writes.map(({ key }) => key).sort();

    it("opens nothing for a connection that is not there, and an empty snapshot for a new conversation", async () => {
      const line = { id: "7", name: "Support", digits: "+331", country: "FR", timeZone: null };
      const lines = [
        { ...line, selected: true },
        { ...line, id: "8", selected: false },
      ];
      const connectionId = await backend.it.connect({ account: "conversing", lines });
      expect(await snapshots().open("nobody", ONE)).toBeNull();
      expect(await snapshots().open(connectionId, ONE)).toEqual({
        connection: {
          id: connectionId,
          account: "conversing",
          status: "active",
          settings: defaultSettings,
          callbackTagIds: { requested: [], done: [] },
          sealedCredential: expect.any(String) as string,
        },
        selectedLines: new Set(["7"]),
        ownLines: [
          { digits: "+331", country: "FR" },
          { digits: "+331", country: "FR" },
        ],
        countsSince: new Map([["7", NOW]]),
        doubtedUntil: null,
        unsaved: [],
        marks: [],
        users: null,
        remembered: null,
        servesCallback: false,
        deliveries: [],
        writes: [],
        record: null,
      });
    });

    it("reads the deliveries that are not dealt with and no others, in the order in which they came", async () => {
      const connectionId = await backend.it.connect();
      const outcomes = [
        null,
        "read",
        "not_written_yet",
        "ignored",
        "not_understood",
        "read_in_part",
        null,
        "not_verified_yet",
        "other",
      ];
      await receive(connectionId, ONE, outcomes);
      const { deliveries } = await open(connectionId);
      expect(deliveries.map(({ body, outcome }) => [(JSON.parse(body) as { n: number }).n, outcome?.code])).toEqual([
        [0, undefined],
        [2, "not_written_yet"],
        // Its parameters are missing in this row.
        [4, "other"],
        [6, undefined],
        [7, "not_verified_yet"],
      ]);
      expect(deliveries.map(({ receivedAt }) => receivedAt)).toEqual([0, 2, 4, 6, 7].map((n) => NOW + n));
    });

    it("reads no delivery that a run has processed, except one that is put back", async () => {
      const connectionId = await backend.it.connect();
      await receive(connectionId, ONE, [null, null]);
      const [first, second] = (await open(connectionId)).deliveries;
      const activities = activityStore(backend.it.database);
      const outcomes = (one: DeliveryOutcome["code"], two: DeliveryOutcome["code"]) =>
        new Map([
          [first?.id ?? 0, { code: one } as DeliveryOutcome],
          [second?.id ?? 0, { code: two } as DeliveryOutcome],
        ]);
      await activities.save(connectionId, blankRecord(ONE), outcomes("read", "not_written_yet"), NOW);
      expect((await open(connectionId)).deliveries.map(({ id }) => id)).toEqual([second?.id]);
      await activities.save(connectionId, blankRecord(ONE), outcomes("not_written_yet", "read"), NOW);
      expect((await open(connectionId)).deliveries.map(({ id }) => id)).toEqual([first?.id]);
    });

    it("has its record, as it was stored", async () => {
      const connectionId = await backend.it.connect();
      const record = fullRecord(ONE, { plan: { texts: [{ id: "SM1", body: "déjà 👋" }] } });
      await activityStore(backend.it.database).save(connectionId, record, new Map(), NOW);
      expect((await open(connectionId)).record).toEqual({ ...record, wakeAt: null });
      expect((await open(connectionId, OTHER)).record).toBeNull();
    });

    it("skips the completed writes of messages and files, and reads all others", async () => {
      const connectionId = await backend.it.connect();
      for (const key of ["message:SM1", "undelivered:SM1", "upload:SM1:0", "ticket", "look", "left:1", "tags:1"]) {
        await settle(connectionId, key);
      }
      for (const key of ["message:SM2", "undelivered:SM2", "upload:SM2:0"]) await settle(connectionId, key, "refused");
      for (const key of ["message:SM3", "undelivered:SM3", "upload:SM3:0"]) await intend(connectionId, key);
      const { writes } = await open(connectionId);
      expect(keysIn(writes)).toEqual(
        "left:1 look message:SM2 message:SM3 tags:1 ticket undelivered:SM2 undelivered:SM3 upload:SM2:0 upload:SM3:0".split(
          " ",
        ),
      );
      expect(writes.find(({ key }) => key === "message:SM3")).toEqual({
        generation: 1,
        key: "message:SM3",
        state: "intended",
        intent: { key: "message:SM3" },
        outcome: null,
        requests: 0,
        intendedAt: NOW,
      });
    });

    it("reads the same few writes however long the conversation has become", async () => {
      const connectionId = await backend.it.connect();
      await settle(connectionId, "ticket");
      await backend.it.database.query(
        `insert into writes (connection_id, kind, ref, generation, key, state, outcome, requests, intended_at, completed_at)
         select $1, 'conversation', $2, 1, 'message:' || n, 'done', '{}', 1, now(), now() from generate_series(1, 5000) n`,
        [connectionId, idOf(ONE)],
      );
      expect(keysIn((await open(connectionId)).writes)).toEqual(["ticket"]);
      const named = await snapshots().writes(connectionId, ONE, ["message:4999", "message:5001", "message:1"]);
      expect(keysIn(named)).toEqual(["message:1", "message:4999"]);
    });

    it("gives the writes of these keys, of every generation and in every state, and nothing for an unknown key", async () => {
      const connectionId = await backend.it.connect();
      await settle(connectionId, "message:SM1");
      await settle(connectionId, "message:SM1", "refused", ONE, 2);
      await settle(connectionId, "upload:SM1:0", "done", ONE, 0);
      await intend(connectionId, "message:SM2");
      await settle(connectionId, "message:SM3");
      const keys = ["message:SM1", "message:SM2", "upload:SM1:0", "message:SM9", "message:%"];
      const named = await snapshots().writes(connectionId, ONE, keys);
      const shown = named.map(({ generation, key, state, outcome }) => ({ generation, key, state, outcome }));
      expect(shown.sort((a, b) => a.key.localeCompare(b.key) || a.generation - b.generation)).toEqual([
        { generation: 1, key: "message:SM1", state: "done", outcome: { key: "message:SM1", generation: 1 } },
        { generation: 2, key: "message:SM1", state: "refused", outcome: { key: "message:SM1", generation: 2 } },
        { generation: 1, key: "message:SM2", state: "intended", outcome: null },
        { generation: 0, key: "upload:SM1:0", state: "done", outcome: { key: "upload:SM1:0", generation: 0 } },
      ]);
      expect(await snapshots().writes(connectionId, ONE, [])).toEqual([]);
      expect(await snapshots().writes(connectionId, ONE, ["ticket"])).toEqual([]);
    });

    it.each(["message:%", "message:_", "message:SM'1", 'message:{"a"}', "message:a,b", "message:\\", "message:é👋"])(
      "finds a message by its key, whatever is in it: %s",
      async (key) => {
        const connectionId = await backend.it.connect();
        for (const each of [key, "message:SM1", "message:x"]) await settle(connectionId, each);
        expect(keysIn(await snapshots().writes(connectionId, ONE, [key]))).toEqual([key]);
      },
    );

    it("S3: reads nothing of another conversation, nor of another connection's with the same number", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await receive(other, ONE, [null, "not_written_yet"]);
      await receive(one, OTHER, [null]);
      for (const [connectionId, subject] of [
        [other, ONE],
        [one, OTHER],
      ] as const) {
        await activityStore(backend.it.database).save(connectionId, fullRecord(subject), new Map(), NOW);
        await settle(connectionId, "ticket", "done", subject);
        await settle(connectionId, "message:SM1", "done", subject);
        await intend(connectionId, "message:SM2", subject);
      }
      expect(await open(one)).toMatchObject({ deliveries: [], writes: [], record: null });
      expect(await snapshots().writes(one, ONE, ["ticket", "message:SM1", "message:SM2"])).toEqual([]);
      expect(await snapshots().writes("nobody", ONE, ["ticket"])).toEqual([]);
      expect((await open(other)).deliveries).toHaveLength(2);
    });
  });
}
