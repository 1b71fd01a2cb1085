/** The phone index: who a caller is, and who may look for them. */
import { describe, expect, it } from "vitest";
import { phoneIndex } from "../../src/storage/phone-index.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const CALLER = "+33612345678";
const ADA = { id: 910_001, name: "Ada Byron", email: "ada@example.com" };
const CLAIM_MS = 120_000;

export function phoneIndexContract(backend: UsedBackend): void {
  describe("phone index", () => {
    const index = () => phoneIndex(backend.it.database);

    it("M11: gives the right to look to the first who asks, and tells the others until when", async () => {
      const connectionId = await backend.it.connect();
      expect(await index().claim(connectionId, CALLER, "call:1", NOW)).toEqual({ kind: "yours" });
      const taken = { kind: "taken", until: NOW + CLAIM_MS };
      expect(await index().claim(connectionId, CALLER, "call:2", NOW + 1)).toEqual(taken);
      expect(await index().claim(connectionId, CALLER, "call:3", NOW + CLAIM_MS - 1)).toEqual(taken);
      expect(await index().claim(connectionId, "+33699999999", "call:2", NOW)).toEqual({ kind: "yours" });
    });

    it("gives it again to who has it, and with it more time", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      expect(await index().claim(connectionId, CALLER, "call:1", NOW + 5_000)).toEqual({ kind: "yours" });
      const until = NOW + 5_000 + CLAIM_MS;
      expect(await index().claim(connectionId, CALLER, "call:2", NOW + 5_000)).toEqual({ kind: "taken", until });
    });

    it("gives it to another one once its time is over", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW + CLAIM_MS)).toEqual({ kind: "yours" });
      expect(await index().claim(connectionId, CALLER, "call:1", NOW + CLAIM_MS)).toMatchObject({ kind: "taken" });
    });

    it("C1: knows whom it remembers, claimed or not, and the latest of several", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      await index().remember(connectionId, CALLER, { id: 1, name: null, email: null }, NOW);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toEqual({
        kind: "known",
        customer: { id: 1, name: null, email: null },
      });
      await index().remember(connectionId, CALLER, ADA, NOW);
      expect(await index().claim(connectionId, CALLER, "call:3", NOW)).toEqual({ kind: "known", customer: ADA });
    });

    it("gives the right back, and forgets a customer who is no more", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      await index().forget(connectionId, CALLER);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toEqual({ kind: "yours" });
      await index().remember(connectionId, CALLER, ADA, NOW);
      await index().forget(connectionId, CALLER);
      expect(await index().claim(connectionId, CALLER, "call:3", NOW)).toEqual({ kind: "yours" });
    });

    it("S3: knows each caller for each connection by itself", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await index().remember(one, CALLER, ADA, NOW);
      expect(await index().claim(other, CALLER, "call:1", NOW)).toEqual({ kind: "yours" });
      await index().forget(other, CALLER);
      expect(await index().claim(one, CALLER, "call:1", NOW)).toMatchObject({ kind: "known" });
    });

    it("M11: gives it to exactly one of fifty who ask in the same moment on several nodes", async () => {
      const connectionId = await backend.it.connect();
      const nodes = [backend.it.database, ...Array.from({ length: 3 }, () => backend.it.otherNode())].map(phoneIndex);
      for (const now of [NOW, NOW + CLAIM_MS]) {
        const asked = Array.from({ length: 50 }, (_, i) =>
          nodes[i % nodes.length]?.claim(connectionId, CALLER, `call:${now}-${i}`, now),
        );
        const kinds = (await Promise.all(asked)).map((answer) => answer?.kind);
        expect(kinds.filter((kind) => kind === "yours")).toHaveLength(1);
        expect(kinds.filter((kind) => kind === "taken")).toHaveLength(49);
      }
    });
  });
}
