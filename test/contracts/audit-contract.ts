/** N7: the audit log, written together with each change and read newest first. */
import { describe, expect, it } from "vitest";
import { BY_OPERATOR, BY_SERVICE } from "../../src/domain/connection/audit.ts";
import type { AuditFilter } from "../../src/domain/ports/admin.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { eraser } from "../../src/storage/activity/erase.ts";
import { installStore } from "../../src/storage/connection/installs.ts";
import { forgetDeliveries } from "../../src/storage/activity/retention.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const ADA = "Ada Admin (ada@example.com)";
const DAY_MS = 86_400_000;
const BY_ADA = { by: ADA, now: NOW };
const as = { byKind: "admin", by: ADA };
const TEXT = "text:+33612345678";

export function auditContract(backend: UsedBackend): void {
  describe("the audit log", () => {
    const stores = () => {
      const { database, keys } = backend.it;
      const sealer = createSealer(keys);
      return {
        ...adminStores(database),
        lineStore: connectionStore(database, sealer),
        installs: installStore(database, sealer),
        writes: writeStore(database),
      };
    };
    const listed = async (connectionId: string, before: number | null = null, limit = 50) =>
      stores().audit.list(connectionId, { before, limit });
    const changes = async (connectionId: string) => {
      const rows = await listed(connectionId);
      return rows.map(({ id: _id, at: _at, ...row }) => row);
    };

    it("N7: begins with the making of the connection, by the operator", async () => {
      const connectionId = await backend.it.connect();
      const draft = {
        id: `${connectionId}-2`,
        account: `${connectionId}-2`,
        webhookKey: connectionId,
        webhookToken: "t",
      };
      const made = { callbackTagIds: { requested: [], done: [] }, lines: [] };
      const key = { kind: "basic" as const, user: "u", password: "s3cret" };
      await stores().lineStore.add(
        { ...draft, ...made, credentials: { aircall: key, gorgias: key } },
        NOW,
        BY_OPERATOR,
      );
      expect(await changes(draft.id)).toEqual([
        { byKind: "operator", by: null, action: "connection_added", subject: null, from: null, to: "active" },
      ]);
      await stores().lineStore.remove(draft.id);
      expect(await listed(draft.id)).toEqual([]);
    });

    it("N7: is filtered by person, by kind of change and by time, and lists who made changes", async () => {
      const [connectionId, other] = [await backend.it.connect(), await backend.it.connect()];
      const { settings, agents, audit } = stores();
      const cleo = "Cleo Agent (cleo@example.com)";
      await settings.change(other, { language: "fr" }, "Noor Zahid", NOW);
      await settings.change(connectionId, { language: "fr" }, ADA, NOW);
      await settings.change(connectionId, { language: "en" }, cleo, NOW + DAY_MS);
      const names = { agent: "Cleo Agent", helpDeskUser: (id: number) => `user ${id}` };
      await agents.map(connectionId, "7", 100, { by: BY_OPERATOR, now: NOW + 2 * DAY_MS, names });
      const found = async (filter: AuditFilter) =>
        (await audit.list(connectionId, { before: null, limit: 50, filter })).map(({ subject }) => subject);
      expect(await found({})).toEqual(["Cleo Agent", "language", "language"]);
      expect(await found({ actions: ["agent_mapped"] })).toEqual(["Cleo Agent"]);
      expect(await found({ by: ADA })).toEqual(["language"]);
      expect(await found({ byKind: "operator" })).toEqual(["Cleo Agent"]);
      expect(await found({ since: new Date(NOW + DAY_MS) })).toEqual(["Cleo Agent", "language"]);
      expect(await found({ since: new Date(NOW + 1), until: new Date(NOW + 2 * DAY_MS) })).toEqual(["language"]);
      expect(await found({ actions: [] })).toEqual([]);
      expect((await changes(connectionId))[0]).toMatchObject({ from: null, to: "user 100" });
      expect(await audit.actors(connectionId)).toEqual([
        { byKind: "admin", by: ADA },
        { byKind: "admin", by: cleo },
        { byKind: "operator", by: null },
      ]);
    });

    it("N7: records settings, lines, agents and replays, from what to what, and nothing that stays as it was", async () => {
      const line = { id: "1", name: "Support FR", digits: "1", country: null, timeZone: null, selected: false };
      const connectionId = await backend.it.connect({ lines: [line, { ...line, id: "2", name: "Sales" }] });
      const { settings, lineStore, agents, writes } = stores();
      for (let twice = 0; twice < 2; twice += 1) {
        await settings.change(connectionId, { language: "fr" }, ADA, NOW);
        await lineStore.selectLines(connectionId, ["1"], BY_ADA);
        await agents.map(connectionId, "7", 100, BY_ADA);
      }
      await lineStore.selectLines(connectionId, ["2"], BY_ADA);
      await agents.unmap(connectionId, "7", BY_ADA);
      await writes.forgetRefused(connectionId, "call:1", { by: BY_OPERATOR, now: NOW });
      expect(await changes(connectionId)).toEqual([
        { byKind: "operator", by: null, action: "replayed", subject: "call:1", from: null, to: null },
        { ...as, action: "agent_mapped", subject: "7", from: 100, to: null },
        expect.objectContaining({ ...as, from: expect.any(Boolean) }),
        expect.objectContaining({ ...as, from: expect.any(Boolean) }),
        { ...as, action: "agent_mapped", subject: "7", from: null, to: 100 },
        { ...as, action: "line_selected", subject: "Support FR", from: false, to: true },
        { ...as, action: "setting_changed", subject: "language", from: "en", to: "fr" },
      ]);
      expect((await listed(connectionId))[1]?.at).toEqual(new Date(NOW));
    });

    it("N7: records authorisations, stops and starts, and who or what made them", async () => {
      const connectionId = await backend.it.connect();
      const { installs } = stores();
      await installs.setStatus(connectionId, "deactivated", "by_hand", NOW, ADA);
      await installs.setStatus(connectionId, "active", null, NOW, ADA);
      await installs.setStatus(connectionId, "deactivated", "rate_limit", NOW, BY_SERVICE);
      await installs.wipe(connectionId, NOW, ADA);
      expect(await changes(connectionId)).toEqual([
        { ...as, action: "disconnected", subject: null, from: "deactivated", to: "deactivated" },
        {
          byKind: "service",
          by: null,
          action: "status_changed",
          subject: "rate_limit",
          from: "active",
          to: "deactivated",
        },
        { ...as, action: "status_changed", subject: null, from: "deactivated", to: "active" },
        { ...as, action: "status_changed", subject: "by_hand", from: "active", to: "deactivated" },
      ]);
    });

    it("N7: holds no secret of an address", async () => {
      const connectionId = await backend.it.connect();
      const secret = "https://user:s3cret@hooks.example.com/s3cret?s3cret";
      await stores().settings.change(connectionId, { alertUrl: secret }, ADA, NOW);
      const rows = await listed(connectionId);
      expect(rows[0]).toMatchObject({ subject: "alertUrl", to: "https://hooks.example.com" });
      expect(JSON.stringify(rows)).not.toContain("s3cret");
    });

    it("N7: is read page by page, and of one connection alone", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      const { settings } = stores();
      for (let days = 1; days <= 5; days += 1) await settings.change(ours, { retentionDays: days }, ADA, NOW + days);
      await settings.change(theirs, { retentionDays: 99 }, ADA, NOW);
      const first = await listed(ours, null, 3);
      const second = await listed(ours, first.at(-1)?.id ?? 0, 10);
      expect(first.map(({ to }) => to)).toEqual([5, 4, 3]);
      expect(second.map(({ to }) => to)).toEqual([2, 1]);
    });

    it("N7: forgets who was concerned by a replay once their number is erased, and after the days of the setting", async () => {
      const connectionId = await backend.it.connect({ settings: { retentionDays: 30 } });
      const { writes } = stores();
      const { database } = backend.it;
      await activityStore(database).save(connectionId, fullRecord(TEXT, { caller: "+33612345678" }), new Map(), NOW);
      await writes.forgetRefused(connectionId, TEXT, BY_ADA);
      await writes.forgetRefused(connectionId, "call:9", { by: ADA, now: NOW - 31 * DAY_MS });
      await eraser(database, { clock: () => NOW, sleep: async () => undefined }).erase(
        connectionId,
        "+33612345678",
        BY_OPERATOR,
      );
      await forgetDeliveries(database, connectionId, NOW);
      expect(await changes(connectionId)).toEqual([
        { byKind: "operator", by: null, action: "erased", subject: null, from: null, to: null },
      ]);
    });
  });
}
