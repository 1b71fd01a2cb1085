/** What is cached of the help desk: its users and the ids of its tags. */
import { describe, expect, it } from "vitest";
import type { HelpDeskUser } from "../../src/domain/customer/people.ts";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";
import { saveInRun } from "./running.ts";

const user = (id: number, more: Partial<HelpDeskUser> = {}): HelpDeskUser => ({
  id,
  name: `User ${id}`,
  email: `user-${id}@acme.example`,
  role: "agent",
  active: true,
  bot: false,
  createdAt: "2026-01-01T00:00:00",
  ...more,
});

export function helpDeskCacheContract(backend: UsedBackend): void {
  describe("help desk cache", () => {
    const memory = () => helpDeskCache(backend.it.database);
    const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;

    it("remembers all users with the moment they were learned, until they are learned anew", async () => {
      const connectionId = await backend.it.connect();
      expect(await memory().users(connectionId)).toBeNull();
      const users = [user(2, { name: null, email: null, role: null }), user(1, { active: false, bot: true })];
      await memory().rememberUsers(connectionId, users, NOW);
      expect(await memory().users(connectionId)).toEqual({ users, learnedAt: NOW });
      await memory().rememberUsers(connectionId, [], NOW + 5);
      expect(await memory().users(connectionId)).toEqual({ users: [], learnedAt: NOW + 5 });
    });

    it("has the latest users, though both were learned in the same moment", async () => {
      const connectionId = await backend.it.connect();
      const cache = memory();
      for (const users of [[user(1)], [user(2)]]) {
        await cache.rememberUsers(connectionId, users, NOW);
        expect(await cache.users(connectionId, { learnedAt: NOW, byHand: [] })).toEqual({ users, learnedAt: NOW });
      }
    });

    it("has users until others are learned, with the agents whom an admin mapped to them", async () => {
      const connectionId = await backend.it.connect();
      const [one, other] = [memory(), helpDeskCache(backend.it.otherNode())];
      await one.rememberUsers(connectionId, [user(1)], NOW);
      await one.users(connectionId);
      const mark = { learnedAt: NOW, byHand: [["9", 1] as const] };
      expect(await one.users(connectionId, mark)).toEqual({
        users: [{ ...user(1), signsFor: ["9"] }],
        learnedAt: NOW,
      });
      await other.rememberUsers(connectionId, [user(2)], NOW + 5);
      const learned = { users: [user(2)], learnedAt: NOW + 5 };
      expect(await one.users(connectionId, { learnedAt: NOW + 5, byHand: [] })).toEqual(learned);
      // Only what a snapshot contained is used.
      expect([await one.users(connectionId), await one.users(connectionId, null)]).toEqual([learned, learned]);
      await one.forgetUsers(connectionId);
      expect(await one.users(connectionId, { learnedAt: NOW + 5, byHand: [] })).toBeNull();
    });

    it("remembers tags by their exact names, and answers only those it knows", async () => {
      const connectionId = await backend.it.connect();
      for (const [id, name] of [
        [1, "Aircall"],
        [2, "aircall"],
        [9_007_199_254_740_991, "Support, FR {1}"],
      ] as const) {
        await memory().rememberTag(connectionId, { id, name });
      }
      const asked = ["Aircall", "aircall", "AIRCALL", "Support, FR {1}", ""];
      expect((await memory().tags(connectionId, asked)).sort(byId)).toEqual([
        { id: 1, name: "Aircall" },
        { id: 2, name: "aircall" },
        { id: 9_007_199_254_740_991, name: "Support, FR {1}" },
      ]);
      expect(await memory().tags(connectionId, [])).toEqual([]);
    });

    it("uses the latest id of a tag, and forgets tags that no longer exist", async () => {
      const connectionId = await backend.it.connect();
      await memory().rememberTag(connectionId, { id: 1, name: "Aircall" });
      await memory().rememberTag(connectionId, { id: 3, name: "Aircall" });
      await memory().rememberTag(connectionId, { id: 4, name: "Voicemail" });
      await memory().forgetTags(connectionId, ["Voicemail", "never known"]);
      expect(await memory().tags(connectionId, ["Aircall", "Voicemail"])).toEqual([{ id: 3, name: "Aircall" }]);
    });

    it("L1: remembers a list of tags, and for how long it is known whether there are others", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      expect(await memory().tagsComplete(one, 0)).toBeNull();
      await memory().rememberTag(one, { id: 1, name: "Aircall" });
      const tags = [
        { id: 9, name: "Aircall" },
        { id: 2, name: "Refund" },
        { id: 3, name: "Refund" },
      ];
      await memory().rememberTagList(one, { tags, complete: true }, NOW);
      expect((await memory().tags(one, ["Aircall", "Refund"])).sort(byId)).toEqual([
        { id: 2, name: "Refund" },
        { id: 9, name: "Aircall" },
      ]);
      expect([await memory().tagsComplete(one, NOW), await memory().tagsComplete(one, NOW + 1)]).toEqual([true, null]);
      expect([await memory().tagsComplete(other, 0), await memory().tags(other, ["Refund"])]).toEqual([null, []]);
      await memory().rememberTagList(one, { tags: [], complete: false }, NOW + 1);
      expect(await memory().tagsComplete(one, NOW + 1)).toBe(false);
    });

    it("C18: remembers for a while which tags were rejected, with the answer", async () => {
      const connectionId = await backend.it.connect();
      const tag = { name: "VIP", status: 403, detail: "no" };
      await memory().rejectTag(connectionId, { ...tag, status: null }, NOW - 5);
      await memory().rejectTag(connectionId, tag, NOW);
      expect(await memory().rejectedTags(connectionId, ["VIP", "Refund"], NOW)).toEqual([tag]);
      expect(await memory().rejectedTags(connectionId, ["VIP"], NOW + 1)).toEqual([]);
      expect(await memory().rejectedTags(connectionId, ["Refund"], NOW)).toEqual([]);
    });

    it("C5: changed users make failed work due, and nothing else. The same users, or forgotten ones, change nothing", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const { database } = backend.it;
      const save = (id: string, activityId: string, state: "failed" | "pending") =>
        saveInRun(database, id, fullRecord(activityId, { state, wakeAt: NOW + 99_000, deferredSince: null }), NOW);
      await memory().rememberUsers(one, [user(1)], NOW);
      await save(one, "call:failed", "failed");
      await save(one, "call:pending", "pending");
      await save(other, "call:theirs", "failed");
      const due = async () => {
        const found = await database.query<{ ref: string }>(
          `select ref from work_items where connection_id = any($1::text[]) and due_at <= $2`,
          [[one, other], new Date(NOW + 10_000)],
        );
        return found.map(({ ref }) => ref);
      };
      await memory().forgetUsers(one);
      await memory().rememberUsers(one, [user(1)], NOW + 1);
      expect(await due()).toEqual([]);
      await memory().forgetUsers(one);
      await memory().rememberUsers(one, [user(1), user(2)], NOW + 2);
      expect(await due()).toEqual(["failed"]);
    });

    it("S3: remembers each account by itself", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await memory().rememberUsers(one, [user(1)], NOW);
      await memory().rememberTag(one, { id: 1, name: "Aircall" });
      expect(await memory().users(other)).toBeNull();
      expect(await memory().tags(other, ["Aircall"])).toEqual([]);
      await memory().forgetTags(other, ["Aircall"]);
      expect(await memory().tags(one, ["Aircall"])).toHaveLength(1);
    });
  });
}
