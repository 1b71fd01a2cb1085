/** N8: API tokens, of which only hashes are stored. */
import { describe, expect, it } from "vitest";
import { prefixOf, tokenFrom } from "../../src/domain/connection/api-token.ts";
import type { NewToken } from "../../src/domain/ports/api-tokens.ts";
import { randomIds } from "../../src/kit/ids.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { apiTokenStore } from "../../src/storage/connection/api-tokens.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { everyRow } from "../helpers/every-row.ts";

const BY_ADA = { by: "Ada Admin (ada@example.com)", now: NOW };
const MINUTE_MS = 60_000;

function newToken(more: Partial<NewToken> = {}): NewToken {
  const token = tokenFrom(randomIds.secret());
  return { id: randomIds.uuid(), name: "Reports", scope: "read", token, expiresAt: null, ...more };
}

export function apiTokensContract(backend: UsedBackend): void {
  describe("API tokens", () => {
    const store = () => apiTokenStore(backend.it.database);

    it("N8: are recognised, and give access to their own connection", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      const token = newToken();
      await store().add(ours, token, 50, BY_ADA);
      await store().add(theirs, newToken(), 50, BY_ADA);
      const known = await store().identify(token.token, NOW);
      expect(known).toMatchObject({ id: token.id, name: "Reports", scope: "read", connectionId: ours });
      expect(known?.account).toMatch(/^account-/);
    });

    it("N8: are not recognised by their beginning, nor with another end", async () => {
      const token = newToken();
      await store().add(await backend.it.connect(), token, 50, BY_ADA);
      const others = [
        String(prefixOf(token.token)),
        `${token.token.slice(0, -1)}${token.token.endsWith("A") ? "B" : "A"}`,
        `${token.token}x`,
        token.token.replace("agw_", ""),
        "",
        "agw_",
      ];
      for (const other of others) expect([other, await store().identify(other, NOW)]).toEqual([other, null]);
    });

    it("N8: are distinguished where they begin alike", async () => {
      const connectionId = await backend.it.connect();
      const [one, other] = [newToken({ token: `agw_sameStart${"1".repeat(24)}` }), newToken()];
      const twin = { ...other, token: `agw_sameStart${"2".repeat(24)}` };
      await store().add(connectionId, one, 50, BY_ADA);
      await store().add(connectionId, twin, 50, BY_ADA);
      expect((await store().identify(one.token, NOW))?.id).toBe(one.id);
      expect((await store().identify(twin.token, NOW))?.id).toBe(twin.id);
    });

    it("N8: are stored nowhere but as a hash", async () => {
      const token = newToken();
      await store().add(await backend.it.connect(), token, 50, BY_ADA);
      const rows = JSON.stringify(await everyRow(backend.it.database));
      expect(rows).toContain(prefixOf(token.token));
      expect(rows).not.toContain(token.token);
      expect(rows).not.toContain(token.token.slice("agw_".length));
    });

    it("N8: end when they expire, and stay in the list", async () => {
      const connectionId = await backend.it.connect();
      const token = newToken({ expiresAt: NOW + MINUTE_MS });
      await store().add(connectionId, token, 50, BY_ADA);
      expect(await store().identify(token.token, NOW + MINUTE_MS - 1)).not.toBeNull();
      expect(await store().identify(token.token, NOW + MINUTE_MS)).toBeNull();
      expect(await store().list(connectionId)).toMatchObject([{ expiresAt: new Date(NOW + MINUTE_MS) }]);
    });

    it("N8: end when they are revoked, by their own connection only", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      const token = newToken();
      await store().add(ours, token, 50, BY_ADA);
      expect(await store().revoke(theirs, token.id, BY_ADA)).toBe(false);
      expect(await store().identify(token.token, NOW)).not.toBeNull();
      expect(await store().revoke(ours, token.id, BY_ADA)).toBe(true);
      expect(await store().identify(token.token, NOW)).toBeNull();
      expect(await store().revoke(ours, token.id, BY_ADA)).toBe(false);
    });

    it("N8: show when they were last used, to the minute", async () => {
      const connectionId = await backend.it.connect();
      const token = newToken();
      const added = await store().add(connectionId, token, 50, BY_ADA);
      expect(added).toMatchObject({ createdBy: BY_ADA.by, createdAt: new Date(NOW), lastUsedAt: null });
      const usedAt = async () => (await store().list(connectionId))[0]?.lastUsedAt?.getTime();
      await store().identify(token.token, NOW);
      await store().identify(token.token, NOW + MINUTE_MS - 1);
      expect(await usedAt()).toBe(NOW);
      await store().identify(token.token, NOW + MINUTE_MS);
      expect(await usedAt()).toBe(NOW + MINUTE_MS);
    });

    it("N8: are limited in number, also when many are made at once", async () => {
      const connectionId = await backend.it.connect();
      const made = await Promise.all(Array.from({ length: 5 }, () => store().add(connectionId, newToken(), 3, BY_ADA)));
      expect(made.filter(Boolean)).toHaveLength(3);
    });

    it("N7: are recorded when they are created and revoked, without their text", async () => {
      const connectionId = await backend.it.connect();
      const token = newToken({ name: "Dashboard", scope: "write" });
      await store().add(connectionId, token, 50, BY_ADA);
      await store().revoke(connectionId, token.id, BY_ADA);
      const entries = await adminStores(backend.it.database).audit.list(connectionId, { before: null, limit: 10 });
      expect(entries.map(({ action, subject, from, to, by }) => ({ action, subject, from, to, by }))).toEqual([
        { action: "token_revoked", subject: "Dashboard", from: "write", to: null, by: BY_ADA.by },
        { action: "token_created", subject: "Dashboard", from: null, to: "write", by: BY_ADA.by },
      ]);
    });
  });
}
