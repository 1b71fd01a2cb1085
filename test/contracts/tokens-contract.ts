/** L6: one node at a time refreshes a token, and nobody writes over a newer one. */
import { describe, expect, it } from "vitest";
import type { Token } from "../../src/domain/connection.ts";
import { connectionStore } from "../../src/storage/connections.ts";
import { createSealer } from "../../src/storage/seal.ts";
import { tokenStore } from "../../src/storage/tokens.ts";
import { newConnection, NOW, type UsedBackend } from "./backend.ts";

export function tokensContract(backend: UsedBackend): void {
  describe("tokens", () => {
    const sealer = () => createSealer(backend.it.keys);
    const tokens = () => tokenStore(backend.it.database, sealer());
    const next = (accessToken: string): Token => ({
      kind: "bearer",
      accessToken,
      refreshToken: `refresh ${accessToken}`,
      expiresAt: NOW + 3_600_000,
      obtainedAt: NOW,
    });
    async function connect() {
      const { database } = backend.it;
      const draft = newConnection();
      await connectionStore(database, sealer()).add(draft, NOW);
      const kept = async () => (await connectionStore(database, sealer()).credential(draft.id, "gorgias")).credential;
      return { id: draft.id, first: draft.credentials.gorgias, kept };
    }

    it("lets one refresh at a time, and the next once that took too long", async () => {
      const { id } = await connect();
      expect(await tokens().claimRefresh(id, NOW)).toBe(true);
      expect(await tokens().claimRefresh(id, NOW + 29_999)).toBe(false);
      expect(await tokens().claimRefresh(id, NOW + 30_000)).toBe(true);
    });

    it("keeps what a token was refreshed to, and gives the right back", async () => {
      const { id, first, kept } = await connect();
      await tokens().claimRefresh(id, NOW);
      expect(await tokens().replace(id, first, next("second"))).toBe(true);
      expect(await kept()).toEqual(next("second"));
      expect(await tokens().claimRefresh(id, NOW)).toBe(true);
    });

    it("writes over no other token than the one that was refreshed", async () => {
      const { id, first, kept } = await connect();
      await tokens().replace(id, first, next("second"));
      expect(await tokens().replace(id, first, next("late"))).toBe(false);
      expect(await kept()).toEqual(next("second"));
    });

    it("counts a token as ended, and leaves the right to refresh it where it is", async () => {
      const { id, first, kept } = await connect();
      await tokens().claimRefresh(id, NOW);
      await tokens().end(id, first);
      expect(await kept()).toEqual({ ...first, expiresAt: 0 });
      expect(await tokens().claimRefresh(id, NOW)).toBe(false);
      expect(await tokens().replace(id, first, next("second"))).toBe(true);
      expect(await kept()).toEqual(next("second"));
    });

    it("ends no other token than the one that was refused", async () => {
      const { id, first, kept } = await connect();
      await tokens().replace(id, first, next("second"));
      await tokens().end(id, first);
      expect(await kept()).toEqual(next("second"));
    });

    it("brings nothing back that was disconnected", async () => {
      const { id, first } = await connect();
      const { database } = backend.it;
      await database.query(`delete from credentials where connection_id = $1`, [id]);
      expect(await tokens().replace(id, first, next("second"))).toBe(false);
      expect(await database.query(`select 1 from credentials where connection_id = $1`, [id])).toEqual([]);
    });
  });
}
