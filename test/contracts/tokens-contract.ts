/** L6: one node at a time refreshes a token, and none overwrites a newer one. */
import { describe, expect, it } from "vitest";
import type { Token } from "../../src/domain/connection/connection.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { tokenStore } from "../../src/storage/connection/tokens.ts";
import { newConnection, NOW, type UsedBackend } from "./backend.ts";

const YOURS = { kind: "yours", failures: 0 };

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
      const stored = async () => (await connectionStore(database, sealer()).credential(draft.id, "gorgias")).credential;
      return { id: draft.id, first: draft.credentials.gorgias, stored };
    }

    it("lets one refresh at a time, and the next once that took too long", async () => {
      const { id } = await connect();
      expect(await tokens().claimRefresh(id, NOW)).toEqual(YOURS);
      expect(await tokens().claimRefresh(id, NOW + 29_999)).toEqual({ kind: "taken", until: NOW + 30_000 });
      expect(await tokens().claimRefresh(id, NOW + 30_000)).toEqual(YOURS);
    });

    it("stores the refreshed token, and releases the claim", async () => {
      const { id, first, stored } = await connect();
      await tokens().claimRefresh(id, NOW);
      expect(await tokens().replace(id, first, next("second"))).toBe(true);
      expect(await stored()).toEqual(next("second"));
      expect(await tokens().claimRefresh(id, NOW)).toEqual(YOURS);
    });

    it("writes over no other token than the one that was refreshed", async () => {
      const { id, first, stored } = await connect();
      await tokens().replace(id, first, next("second"));
      expect(await tokens().replace(id, first, next("late"))).toBe(false);
      expect(await stored()).toEqual(next("second"));
    });

    it("counts a token as ended, and leaves the right to refresh it where it is", async () => {
      const { id, first, stored } = await connect();
      await tokens().claimRefresh(id, NOW);
      await tokens().end(id, first);
      expect(await stored()).toEqual({ ...first, expiresAt: 0 });
      expect(await tokens().claimRefresh(id, NOW)).toMatchObject({ kind: "taken" });
      expect(await tokens().replace(id, first, next("second"))).toBe(true);
      expect(await stored()).toEqual(next("second"));
    });

    it("ends no other token than the one that was refused", async () => {
      const { id, first, stored } = await connect();
      await tokens().replace(id, first, next("second"));
      await tokens().end(id, first);
      expect(await stored()).toEqual(next("second"));
    });

    it("L6: allows no refresh before the time that a failure set, and counts failures until one succeeds", async () => {
      const { id, first, stored } = await connect();
      const problem = async () =>
        (await connectionStore(backend.it.database, sealer()).credential(id, "gorgias")).problem;
      await tokens().claimRefresh(id, NOW);
      await tokens().postpone(id, { why: "limit", until: NOW + 60_000, now: NOW });
      expect(await problem()).toEqual({ kind: "not renewed", why: "limit", since: NOW });
      expect(await tokens().claimRefresh(id, NOW + 59_999)).toEqual({ kind: "taken", until: NOW + 60_000 });
      expect(await tokens().claimRefresh(id, NOW + 60_000)).toEqual({ kind: "yours", failures: 1 });
      await tokens().postpone(id, { why: "unavailable", until: NOW + 90_000, now: NOW + 60_000 });
      expect(await problem()).toEqual({ kind: "not renewed", why: "unavailable", since: NOW });
      await tokens().replace(id, first, next("second"));
      expect([await stored(), await problem()]).toEqual([next("second"), null]);
      expect(await tokens().claimRefresh(id, NOW)).toEqual(YOURS);
    });

    it("L6: judges the stored credential, and no other", async () => {
      const { id, first } = await connect();
      const { credential } = connectionStore(backend.it.database, sealer());
      const refused = { kind: "refused", why: null, since: NOW } as const;
      expect(await tokens().judge(id, "gorgias", next("other"), refused)).toBe(false);
      expect((await credential(id, "gorgias")).problem).toBeNull();
      expect(await tokens().judge(id, "gorgias", first, refused)).toBe(true);
      expect(await tokens().judge(id, "gorgias", first, { ...refused, since: NOW + 1 })).toBe(true);
      expect((await credential(id, "gorgias")).problem).toEqual(refused);
      expect((await credential(id, "aircall")).problem).toBeNull();
      await tokens().judge(id, "gorgias", first, null);
      expect((await credential(id, "gorgias")).problem).toBeNull();
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
