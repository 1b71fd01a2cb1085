/** N3, N5, N6, L5: what is stored of a company's side, and when it may be changed. */
import { describe, expect, it } from "vitest";
import type { AircallSide } from "../../src/domain/ports/install.ts";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { rateLimitStore } from "../../src/storage/rate-limit/store.ts";
import { RATE_LIMITS } from "../../src/vendors.ts";
import { maintenanceStore } from "../../src/storage/connection/maintenance.ts";
import { connectionStore, hashToken } from "../../src/storage/connection/connections.ts";
import { installStore } from "../../src/storage/connection/installs.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { tokenStore } from "../../src/storage/connection/tokens.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { newConnection, NOW, type UsedBackend } from "./backend.ts";

const HOUR_MS = 3_600_000;

export function installsContract(backend: UsedBackend): void {
  describe("installs", () => {
    const stores = () => {
      const { database, keys } = backend.it;
      const sealer = createSealer(keys);
      return { installs: installStore(database, sealer), connections: connectionStore(database, sealer, () => NOW) };
    };
    async function connect() {
      const draft = newConnection();
      await stores().connections.add(draft, NOW);
      return draft.id;
    }
    const side = (id: string, company: string, lines: string[], at = NOW): AircallSide => ({
      companyId: `${company} of ${id}`,
      webhookId: `webhook of ${company} ${id}`,
      webhookToken: `token of ${company} ${id}`,
      callbackTagIds: { requested: [], done: [] },
      credential: { kind: "bearer", accessToken: company, refreshToken: null, expiresAt: null, obtainedAt: at },
      linked: null,
      lines: lines.map((line) => ({ id: line, name: line, digits: "", country: null, timeZone: null })),
      by: { name: null, email: null, at },
    });
    const linesOf = async (id: string) =>
      (
        await backend.it.database.query<{ line_id: string; selected: boolean }>(
          `select line_id, selected from lines where connection_id = $1 order by line_id`,
          [id],
        )
      ).map((line) => [line.line_id, line.selected]);
    const endpointOf = async (id: string) =>
      (
        await backend.it.database.query<{ webhook_id: string | null; webhook_token_hash: string | null }>(
          `select webhook_id, webhook_token_hash from connections where id = $1`,
          [id],
        )
      )[0];

    it("L5: joining again after too many rejections begins anew, also after a disconnection", async () => {
      const { installs } = stores();
      const maintenance = maintenanceStore(backend.it.database);
      const limits = rateLimitStore(backend.it.database, RATE_LIMITS);
      for (const leave of [
        (id: string) => installs.setStatus(id, "deactivated", "rate_limit", NOW + HOUR_MS),
        (id: string) => installs.wipe(id, NOW + HOUR_MS),
      ]) {
        const id = await connect();
        await installs.joinAircall(id, side(id, "first", ["1"]));
        await limits.learn(id, "gorgias", { blockedForMs: 60_000, at: NOW });
        await limits.learn(id, "gorgias", { blockedForMs: 60_000, at: NOW + HOUR_MS });
        expect(await maintenance.refusedTooLong(NOW + HOUR_MS)).toContain(id);
        await leave(id);
        await installs.joinAircall(id, side(id, "first", ["1"], NOW + 2 * HOUR_MS));
        expect(await maintenance.refusedTooLong(NOW + 2 * HOUR_MS)).not.toContain(id);
      }
    });

    it("C17: counts from its beginning on, also when it is joined again, and anew from the joining that follows a disconnection", async () => {
      const { installs, connections } = stores();
      const since = async (id: string) =>
        (await activityStore(backend.it.database).open(id, "call:1"))?.countsSince.get("1");
      const id = await connect();
      await installs.joinAircall(id, side(id, "first", ["1"], NOW + HOUR_MS));
      await connections.selectLines(id, ["1"]);
      expect(await since(id)).toBe(NOW);
      await installs.wipe(id, NOW + 3 * HOUR_MS);
      await installs.joinAircall(id, side(id, "first", ["1"], NOW + 4 * HOUR_MS));
      expect(await since(id)).toBe(NOW + 4 * HOUR_MS);
    });

    it("L6: new keys end the problem of the old ones and the wait for their renewal", async () => {
      const { database, keys } = backend.it;
      const tokens = tokenStore(database, createSealer(keys));
      const { installs, connections } = stores();
      const { id, credentials } = newConnection();
      await connections.add({ ...newConnection(), id, credentials }, NOW);
      await tokens.postpone(id, { why: "client refused", until: NOW + HOUR_MS, now: NOW });
      await tokens.judge(id, "gorgias", credentials.gorgias, { kind: "removed", why: null, since: NOW });
      expect((await connections.credential(id, "gorgias")).problem).toMatchObject({ kind: "removed" });
      const fresh = { ...credentials.gorgias, accessToken: "fresh" };
      await installs.keepKeys(id, "gorgias", fresh, { by: "Ada", now: NOW });
      expect(await connections.credential(id, "gorgias")).toMatchObject({ credential: fresh, problem: null });
      expect(await tokens.claimRefresh(id, NOW)).toEqual({ kind: "yours", failures: 0 });
    });

    it.each([
      ["stays deactivated while the one of Gorgias is gone", "removed", "deactivated"],
      ["is active again where only the one of Aircall was gone", "refused", "active"],
    ] as const)("L6: a connection without its authorisation that joins Aircall again %s", async (_, kind, status) => {
      const { installs, connections } = stores();
      const draft = newConnection();
      const { id, account, credentials } = draft;
      await connections.add(draft, NOW);
      const tokens = tokenStore(backend.it.database, createSealer(backend.it.keys));
      await tokens.judge(id, "gorgias", credentials.gorgias, { kind, why: null, since: NOW });
      await installs.setStatus(id, "deactivated", "authorisation_removed", NOW);
      await installs.joinAircall(id, side(id, "first", ["1"], NOW + HOUR_MS));
      expect((await connections.withAccount(account))?.status).toBe(status);
    });

    it("N7, S3: a connection that joins Aircall again ends its own alerts alone", async () => {
      const { installs } = stores();
      const alerts = alertStore(backend.it.database);
      const [one, other] = [await connect(), await connect()];
      for (const id of [one, other]) await alerts.raise(id, "deactivation near", { minutes: 8, patience: 15 }, NOW);
      await installs.joinAircall(one, side(one, "first", ["1"]));
      const resolved = async (id: string) => (await alerts.list(id, 2)).map(({ resolvedAt }) => resolvedAt !== null);
      expect([await resolved(one), await resolved(other)]).toEqual([[true], [false]]);
    });

    it("N3: keeps the selected lines when the same company is joined again", async () => {
      const { installs, connections } = stores();
      const id = await connect();
      await installs.joinAircall(id, side(id, "first", ["1", "2"]));
      await connections.selectLines(id, ["2"]);
      await installs.joinAircall(id, side(id, "first", ["2", "3"]));
      expect(await linesOf(id)).toEqual([
        ["1", false],
        ["2", true],
        ["3", false],
      ]);
    });

    it("N3: forgets the lines of another company, also after a disconnection", async () => {
      const { installs, connections } = stores();
      for (const between of [async () => undefined, (id: string) => installs.wipe(id, NOW)]) {
        const id = await connect();
        await installs.joinAircall(id, side(id, "first", ["1", "2"]));
        await connections.selectLines(id, ["1", "2"]);
        await between(id);
        await installs.joinAircall(id, side(id, "second", ["2", "3"]));
        expect(await linesOf(id)).toEqual([
          ["2", true],
          ["3", false],
        ]);
      }
    });

    it("N5: stores a new webhook only while the one that was read is still stored", async () => {
      const { installs } = stores();
      const id = await connect();
      await installs.joinAircall(id, side(id, "first", []));
      const seen = `webhook of first ${id}`;
      expect(await installs.keepWebhook(id, seen, { webhookId: "made anew", token: "t" })).toBe(true);
      expect(await endpointOf(id)).toEqual({ webhook_id: "made anew", webhook_token_hash: hashToken("t") });
      expect(await installs.keepWebhook(id, seen, { webhookId: "late", token: "u" })).toBe(false);
      expect(await endpointOf(id)).toEqual({ webhook_id: "made anew", webhook_token_hash: hashToken("t") });
    });

    it("N6: accepts no delivery for a connection that was disconnected meanwhile", async () => {
      const { installs } = stores();
      const id = await connect();
      await installs.wipe(id, NOW);
      expect(await installs.keepWebhook(id, null, { webhookId: "w", token: "t" })).toBe(false);
      expect(await endpointOf(id)).toEqual({ webhook_id: null, webhook_token_hash: null });
    });
  });
}
