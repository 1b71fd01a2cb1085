/** Threads: which ticket a customer's messages go to, and which run may open the next one. */
import { describe, expect, it } from "vitest";
import type { Thread, ThreadIndex } from "../../src/domain/ports/thread-index.ts";
import { threadIndex } from "../../src/storage/activity/threads.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const ADA = 910_001;
const BOB = 910_002;
const ONE = "text:+33612345678";
const OTHER = "text:+33688888888";
const CLAIM_MS = 120_000;
const YOURS: Thread = { kind: "yours" };
const known = (ticketId: number, several = false): Thread => ({ kind: "known", ticketId, several });
const taken = (since: number): Thread => ({ kind: "taken", until: since + CLAIM_MS });

export function threadsContract(backend: UsedBackend): void {
  describe("threads", () => {
    const threads = () => threadIndex(backend.it.database);
    /** The index through several pools, as several nodes would use it. */
    const nodes = (): ThreadIndex[] =>
      [backend.it.database, ...Array.from({ length: 3 }, () => backend.it.otherNode())].map(threadIndex);
    const race = async (ask: (node: ThreadIndex, by: string) => Promise<Thread>): Promise<Thread["kind"][]> => {
      const all = nodes();
      const asked = Array.from({ length: 50 }, (_, n) => ask(all[n % all.length] ?? threads(), `text:${n}`));
      return (await Promise.all(asked)).map(({ kind }) => kind);
    };
    const count = (kinds: Thread["kind"][], kind: Thread["kind"]) => kinds.filter((each) => each === kind).length;

    it("M11: gives the claim to open a ticket to the first run, and the others its end", async () => {
      const connectionId = await backend.it.connect();
      expect(await threads().claim(connectionId, ADA, ONE, NOW)).toEqual(YOURS);
      expect(await threads().claim(connectionId, ADA, OTHER, NOW)).toEqual(taken(NOW));
      expect(await threads().claim(connectionId, ADA, OTHER, NOW + CLAIM_MS - 1)).toEqual(taken(NOW));
      expect(await threads().claim(connectionId, BOB, OTHER, NOW)).toEqual(YOURS);
    });

    it("M11: gives it to its holder again, with more time", async () => {
      const connectionId = await backend.it.connect();
      await threads().claim(connectionId, ADA, ONE, NOW);
      expect(await threads().claim(connectionId, ADA, ONE, NOW + 5_000)).toEqual(YOURS);
      expect(await threads().claim(connectionId, ADA, OTHER, NOW + 5_001)).toEqual(taken(NOW + 5_000));
    });

    it("M11: gives it to another one once its 120 s are over, be the first dead or not", async () => {
      const connectionId = await backend.it.connect();
      await threads().claim(connectionId, ADA, ONE, NOW);
      expect(await threads().claim(connectionId, ADA, OTHER, NOW + CLAIM_MS)).toEqual(YOURS);
      expect(await threads().claim(connectionId, ADA, ONE, NOW + CLAIM_MS)).toEqual(taken(NOW + CLAIM_MS));
    });

    it("M2: returns the stored ticket, to any run and despite any claim", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      expect(await threads().claim(connectionId, ADA, ONE, NOW)).toEqual(known(7001));
      await threads().claim(connectionId, BOB, ONE, NOW);
      await threads().remember(connectionId, BOB, 7002);
      for (const by of [ONE, OTHER]) {
        expect(await threads().claim(connectionId, BOB, by, NOW)).toEqual(known(7002));
        expect(await threads().claim(connectionId, BOB, by, NOW + 10 * CLAIM_MS)).toEqual(known(7002));
      }
    });

    it("C16: knows the latest ticket of several, of any size", async () => {
      const connectionId = await backend.it.connect();
      for (const ticketId of [7001, 7002, Number.MAX_SAFE_INTEGER]) {
        await threads().remember(connectionId, Number.MAX_SAFE_INTEGER, ticketId);
        expect(await threads().claim(connectionId, Number.MAX_SAFE_INTEGER, ONE, NOW)).toEqual(
          known(ticketId, ticketId !== 7001),
        );
      }
    });

    it("M6: gives up the ticket it names, and with it the right to open the next", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      expect(await threads().leave(connectionId, ADA, 7001, ONE, NOW)).toEqual(YOURS);
      expect(await threads().claim(connectionId, ADA, OTHER, NOW + 1)).toEqual(taken(NOW));
      expect(await threads().claim(connectionId, ADA, ONE, NOW + 1)).toEqual(YOURS);
      await threads().remember(connectionId, ADA, 7002);
      expect(await threads().claim(connectionId, ADA, OTHER, NOW + 2)).toEqual(known(7002, true));
    });

    it("M2: knows whether the customer has several tickets, by the ticket that was left or by what a run reports", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      await threads().remember(connectionId, ADA, 7001);
      expect(await threads().claim(connectionId, ADA, ONE, NOW)).toEqual(known(7001));
      await threads().remember(connectionId, BOB, 7001, { several: true });
      await threads().remember(connectionId, BOB, 7001);
      expect(await threads().claim(connectionId, BOB, ONE, NOW)).toEqual(known(7001, true));
    });

    it("M6: gives up no other ticket than the one it names", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7002);
      expect(await threads().leave(connectionId, ADA, 7001, ONE, NOW)).toEqual(known(7002));
      expect(await threads().claim(connectionId, ADA, OTHER, NOW)).toEqual(known(7002));
      await threads().remember(connectionId, BOB, 7001);
      expect(await threads().leave(connectionId, ADA, 7001, ONE, NOW)).toEqual(known(7002));
      expect(await threads().claim(connectionId, BOB, ONE, NOW)).toEqual(known(7001));
    });

    it("M11: leaves the right with the one who gave the same ticket up before, and with it when it is done twice", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      expect(await threads().leave(connectionId, ADA, 7001, ONE, NOW)).toEqual(YOURS);
      expect(await threads().leave(connectionId, ADA, 7001, OTHER, NOW + 1)).toEqual(taken(NOW));
      expect(await threads().leave(connectionId, ADA, 7001, ONE, NOW + 2)).toEqual(YOURS);
    });

    it("S3: knows each customer for each connection by itself", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await threads().remember(one, ADA, 7001);
      expect(await threads().claim(other, ADA, ONE, NOW)).toEqual(YOURS);
      await threads().remember(other, ADA, 7001);
      expect(await threads().leave(other, ADA, 7001, ONE, NOW)).toEqual(YOURS);
      expect(await threads().claim(one, ADA, OTHER, NOW)).toEqual(known(7001));
      await threads().remember(other, ADA, 7009);
      expect(await threads().claim(one, ADA, OTHER, NOW)).toEqual(known(7001));
    });

    it("S3: goes with its connection", async () => {
      const { database } = backend.it;
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      await database.query("delete from connections where id = $1", [connectionId]);
      expect(await database.query("select 1 from threads where connection_id = $1", [connectionId])).toEqual([]);
    });

    it("M11: gives the right to exactly one of fifty who ask in the same moment on several nodes", async () => {
      const connectionId = await backend.it.connect();
      for (const now of [NOW, NOW + CLAIM_MS]) {
        const kinds = await race((node, by) => node.claim(connectionId, ADA, `${by}-${now}`, now));
        expect([count(kinds, "yours"), count(kinds, "taken")]).toEqual([1, 49]);
      }
    });

    it("M11: gives it to exactly one of fifty who give the same ticket up in the same moment", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      const kinds = await race((node, by) => node.leave(connectionId, ADA, 7001, by, NOW));
      expect([count(kinds, "yours"), count(kinds, "taken")]).toEqual([1, 49]);
    });

    it("M11: gives it to one at most while others give it up and take it, and never returns a ticket that was given up after it", async () => {
      const connectionId = await backend.it.connect();
      await threads().remember(connectionId, ADA, 7001);
      const kinds = await race((node, by) =>
        Number(by.slice("text:".length)) % 2 === 0
          ? node.leave(connectionId, ADA, 7001, by, NOW)
          : node.claim(connectionId, ADA, by, NOW),
      );
      expect(count(kinds, "yours")).toBe(1);
      expect(count(kinds, "known")).toBeLessThanOrEqual(25);
      expect((await threads().claim(connectionId, ADA, "text:late", NOW)).kind).toBe("taken");
    });
  });
}
