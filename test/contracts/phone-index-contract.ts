/** The phone index: the customer of a number, and which worker may search for it. */
import { describe, expect, it } from "vitest";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const CALLER = "+33612345678";
const ADA = { id: 910_001, name: "Ada Byron", email: "ada@example.com" };
const CLAIM_MS = 120_000;

export function phoneIndexContract(backend: UsedBackend): void {
  describe("phone index", () => {
    const index = () => phoneIndex(backend.it.database);

    it("M11: gives the claim to search to the first worker, and the others its end", async () => {
      const connectionId = await backend.it.connect();
      expect(await index().claim(connectionId, CALLER, "call:1", NOW)).toEqual({ kind: "yours" });
      const taken = { kind: "taken", until: NOW + CLAIM_MS };
      expect(await index().claim(connectionId, CALLER, "call:2", NOW + 1)).toEqual(taken);
      expect(await index().claim(connectionId, CALLER, "call:3", NOW + CLAIM_MS - 1)).toEqual(taken);
      expect(await index().claim(connectionId, "+33699999999", "call:2", NOW)).toEqual({ kind: "yours" });
    });

    it("gives it to its holder again, with more time", async () => {
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

    it("ignores a claim that reaches further ahead than any can: a clock was wrong", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW + 7_200_000);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toEqual({ kind: "yours" });
    });

    it("C1: returns when a search last found no customer, and clears that for a known one", async () => {
      const [connectionId, other] = [await backend.it.connect(), await backend.it.connect()];
      await index().rememberMiss(connectionId, CALLER, NOW);
      expect(await index().known(connectionId, CALLER)).toBeNull();
      expect(await index().claim(other, CALLER, "call:1", NOW + 1)).toEqual({ kind: "yours" });
      expect(await index().claim(connectionId, CALLER, "call:1", NOW + 1)).toEqual({ kind: "yours", missedAt: NOW });
      await index().rememberMiss(connectionId, CALLER, NOW + 2);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW + 2)).toMatchObject({ kind: "taken" });
      expect(await index().claim(connectionId, CALLER, "call:1", NOW + 2)).toMatchObject({ missedAt: NOW + 2 });
      await index().remember(connectionId, CALLER, { customer: ADA, others: [] }, NOW + 3);
      await index().rememberMiss(connectionId, CALLER, NOW + 4);
      expect(await index().known(connectionId, CALLER)).toEqual({ customer: ADA, others: [], verifiedAt: NOW + 3 });
    });

    it("C1: returns the stored customer, claimed or not, and the latest of several", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      const nameless = { customer: { id: 1, name: null, email: null }, others: [] };
      await index().remember(connectionId, CALLER, nameless, NOW);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toEqual({
        kind: "known",
        ...nameless,
        verifiedAt: NOW,
      });
      await index().remember(connectionId, CALLER, { customer: ADA, others: [1, 2] }, NOW + 5_000);
      const ada = { customer: ADA, others: [1, 2], verifiedAt: NOW + 5_000 };
      expect(await index().claim(connectionId, CALLER, "call:3", NOW)).toEqual({ kind: "known", ...ada });
      expect(await index().known(connectionId, CALLER)).toEqual(ada);
    });

    it("C1: takes the name of an answer for every number of the customer, and for no other customer's", async () => {
      const [connectionId, other] = [await backend.it.connect(), await backend.it.connect()];
      const [second, bob] = ["+33699999999", "+33688888888"];
      for (const [connection, caller, customer] of [
        [connectionId, CALLER, ADA],
        [connectionId, second, ADA],
        [connectionId, bob, { ...ADA, id: 5 }],
        [other, CALLER, ADA],
      ] as const)
        await index().remember(connection, caller, { customer, others: [] }, NOW);
      const renamed = { id: ADA.id, name: "Ada Lovelace", email: null };
      await index().refresh(connectionId, renamed, { phoneKey: CALLER, at: NOW + 60_000 });
      const known = (connection: string, caller: string) => index().known(connection, caller);
      const fresh = { customer: renamed, others: [], verifiedAt: NOW + 60_000 };
      expect(await known(connectionId, CALLER)).toEqual(fresh);
      expect(await known(connectionId, second)).toEqual({ ...fresh, verifiedAt: NOW });
      expect(await known(connectionId, bob)).toMatchObject({ customer: { id: 5, name: ADA.name } });
      expect(await known(other, CALLER)).toMatchObject({ customer: ADA });
      await index().refresh(connectionId, { ...renamed, name: "Ada" }, null);
      expect(await known(connectionId, CALLER)).toMatchObject({ customer: { name: "Ada" }, verifiedAt: NOW + 60_000 });
    });

    it("C1: forgets a customer who does not have the number, but no newer match and no claim", async () => {
      const connectionId = await backend.it.connect();
      await index().claim(connectionId, CALLER, "call:1", NOW);
      await index().forget(connectionId, CALLER, ADA.id);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toMatchObject({ kind: "taken" });
      await index().remember(connectionId, CALLER, { customer: ADA, others: [] }, NOW);
      await index().forget(connectionId, CALLER, 5);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toMatchObject({ kind: "known" });
      await index().forget(connectionId, CALLER, ADA.id);
      expect(await index().claim(connectionId, CALLER, "call:2", NOW)).toEqual({ kind: "yours" });
    });

    it("C1: doubts customers who changed after they were verified, also as one of several, and all at once", async () => {
      const [connectionId, other] = [await backend.it.connect(), await backend.it.connect()];
      const [second, third] = ["+33699999999", "+33688888888"];
      const remember = (connection: string, caller: string, id: number, others: number[] = []) =>
        index().remember(connection, caller, { customer: { ...ADA, id }, others }, NOW);
      await remember(connectionId, CALLER, 5);
      await remember(connectionId, second, 6, [5, 8]);
      await remember(connectionId, third, 7);
      await remember(other, CALLER, 5);
      const verified = async () => {
        const known = [CALLER, second, third].map((caller) => index().known(connectionId, caller));
        return (await Promise.all(known)).map((one) => one?.verifiedAt);
      };
      await index().doubt(connectionId, []);
      await index().doubt(connectionId, [
        { id: 5, at: NOW - 1 },
        { id: 9, at: NOW + 9 },
      ]);
      expect(await verified()).toEqual([NOW, NOW, NOW]);
      await index().doubt(connectionId, [{ id: 5, at: NOW + 1 }]);
      expect(await verified()).toEqual([0, 0, NOW]);
      await index().doubt(connectionId, "all");
      expect(await verified()).toEqual([0, 0, 0]);
      expect(await index().known(other, CALLER)).toMatchObject({ verifiedAt: NOW });
    });

    it("C1: remembers an agent's correction, until the number is found otherwise", async () => {
      const connectionId = await backend.it.connect();
      await index().remember(connectionId, CALLER, { customer: ADA, others: [], corrected: true }, NOW);
      await index().refresh(connectionId, ADA, { phoneKey: CALLER, at: NOW + 1 });
      const known = { customer: ADA, others: [], verifiedAt: NOW + 1 };
      expect(await index().known(connectionId, CALLER)).toEqual({ ...known, corrected: true });
      expect(await index().claim(connectionId, CALLER, "call:1", NOW)).toMatchObject({ corrected: true });
      await index().remember(connectionId, CALLER, { customer: ADA, others: [] }, NOW + 1);
      expect(await index().known(connectionId, CALLER)).toEqual(known);
    });

    it("S3: knows each number for each connection by itself", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await index().remember(one, CALLER, { customer: ADA, others: [] }, NOW);
      expect(await index().claim(other, CALLER, "call:1", NOW)).toEqual({ kind: "yours" });
      await index().forget(other, CALLER, ADA.id);
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
