/** External text is read back as it was written, from every place where it is stored. */
import { beforeAll, describe, expect, it } from "vitest";
import { activityLog } from "../../src/storage/activity/activity.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { fullRecord } from "./records.ts";

const matchOf = (name: string) => ({
  customer: { id: 1, name, email: null },
  how: "created" as const,
  others: [],
  created: true,
});

export function hostileTextContract(backend: UsedBackend): void {
  describe("hostile text", () => {
    let scheduler: WorkScheduler;

    beforeAll(async () => {
      scheduler = backend.it.openScheduler();
    });

    it.each(Object.entries(hostileTexts))("comes back unchanged: %s", async (name, text) => {
      const { database } = backend.it;
      const connectionId = await backend.it.connect({ account: `hostile ${name}` });
      const activities = activityStore(database);
      const body = JSON.stringify({ [text]: text });
      const inbox = openInbox(database, scheduler);
      await inbox.put({ connectionId, activityId: "call:1", event: text, body, receivedAt: NOW });
      const deliveryId = (await activities.open(connectionId, "call:1"))?.deliveries[0]?.id ?? 0;
      const reason = { code: "other", detail: text } as const;
      const match = matchOf(text);
      const record = fullRecord("call:1", { reason, lineName: text, match, plan: { [text]: [text] } });
      await activities.save(connectionId, record, new Map([[deliveryId, { code: "other", detail: text }]]), NOW);
      const write = { generation: 1, key: "ticket" };
      await writeStore(database).intend(connectionId, "call:1", { ...write, intent: { [text]: [text] } }, NOW);
      const settled = { ...write, state: "refused" as const, outcome: { why: text }, requests: 1 };
      await writeStore(database).complete(connectionId, "call:1", [{ ...settled, at: NOW }]);
      expect(await activities.open(connectionId, "call:1")).toMatchObject({
        deliveries: [{ body, outcome: reason }],
        record: { reason, lineName: text, match, plan: { [text]: [text] } },
        writes: [{ intent: { [text]: [text] }, outcome: { why: text } }],
      });
      expect(await activityLog(database).read(`hostile ${name}`, "call:1")).toMatchObject({
        reason,
        received: [{ event: text, outcome: reason }],
        writes: [{ outcome: { why: text } }],
      });
    });

    it.each(Object.entries(hostileTexts))("comes back unchanged from the cache: %s", async (_name, text) => {
      const { database } = backend.it;
      const connectionId = await backend.it.connect();
      const customer = { id: 1, name: text, email: text };
      await phoneIndex(database).remember(connectionId, "+331", { customer, others: [] }, NOW);
      expect(await phoneIndex(database).claim(connectionId, "+331", "call:1", NOW)).toMatchObject({
        kind: "known",
        customer,
      });
      const user = { id: 1, name: text, email: text, role: text, active: true, bot: false, createdAt: text };
      await helpDeskCache(database).rememberUsers(connectionId, [user], NOW);
      expect(await helpDeskCache(database).users(connectionId)).toMatchObject({ users: [user] });
      // Names of tags are 256 characters at most.
      const tag = { id: 1, name: [...text].slice(0, 128).join("") };
      await helpDeskCache(database).rememberTag(connectionId, tag);
      expect(await helpDeskCache(database).tags(connectionId, [tag.name, text])).toEqual([tag]);
    });

    it("replaces half an emoji, which is no character", async () => {
      const connectionId = await backend.it.connect();
      const activities = activityStore(backend.it.database);
      const half = "a\ud83d";
      await activities.save(
        connectionId,
        fullRecord("call:1", { match: matchOf(half), plan: { half: [half] } }),
        new Map(),
        NOW,
      );
      const whole = "a\ufffd";
      expect((await activities.open(connectionId, "call:1"))?.record).toMatchObject({
        match: matchOf(whole),
        plan: { half: [whole] },
      });
    });

    it("loses only the character that no database can store (NUL), and stores a delivery with it byte for byte", async () => {
      const { database } = backend.it;
      const connectionId = await backend.it.connect();
      const activities = activityStore(database);
      const body = String.raw`{"name": "a\u0000b", "path": "C:\\u0000"}`;
      await openInbox(database, scheduler).put({
        connectionId,
        activityId: "call:1",
        event: "e",
        body,
        receivedAt: NOW,
      });
      const record = fullRecord("call:1", {
        match: matchOf("a\u0000b"),
        plan: { of: ["\u0000", { deep: "\u0000x\u0000" }] },
      });
      const opened = await activities.open(connectionId, "call:1");
      const outcomes = new Map([[opened?.deliveries[0]?.id ?? 0, { code: "other", detail: "a\u0000b" } as const]]);
      await activities.save(connectionId, record, outcomes, NOW);
      expect(await activities.open(connectionId, "call:1")).toMatchObject({
        deliveries: [{ body, outcome: { code: "other", detail: "ab" } }],
        record: { match: matchOf("ab"), plan: { of: ["", { deep: "x" }] } },
      });
    });
  });
}
