/** The gate that every request to a vendor passes: it knows what the connection may still spend. */

import type { Clock } from "../kit/clock.ts";
import { RequestError } from "../kit/request-error.ts";

/** Whose API a request goes to. */
export type Vendor = "gorgias" | "aircall";

export interface Gate {
  /**
   * Resolves when the request may go, with what its answer must be reported with; rejects with a RequestError `later`
   * when that is too long to wait for here.
   */
  pass(connectionId: string, vendor: Vendor, ask: GateAsk): Promise<Passage | undefined>;
  /** What the answer said of the budget. Missing parts were not told. */
  report(connectionId: string, vendor: Vendor, told: BudgetNews, passage?: Passage): Promise<void>;
}

export interface GateAsk {
  /** How urgent it is (L3). */
  lane: string;
  /** The work has spent requests already, which giving up would waste. */
  begun: boolean;
  /** How long the work has been waiting for its turn. */
  waitedMs?: number;
}

/** What joins an answer to its request. */
export interface Passage {
  takenAt: number;
  lane: string;
  counted: number;
}

export interface BudgetNews {
  limit?: number;
  used?: number;
  /** The vendor refused (429) and wants this much time. */
  blockedForMs?: number;
}

/** Where the budgets of all connections are kept, shared by all nodes. */
export interface BudgetStore {
  /** Takes one request from the budget, or says how many ms to wait before asking again. */
  take(
    connectionId: string,
    vendor: Vendor,
    ask: { lane: string; waitedMs: number },
    now: number,
  ): Promise<{ waitMs: number; passage: Passage | null }>;
  learn(
    connectionId: string,
    vendor: Vendor,
    told: BudgetNews & { passage?: Passage | undefined },
    now: number,
  ): Promise<void>;
}

export interface GateDeps {
  budgets: BudgetStore;
  clock: Clock;
  sleep(ms: number): Promise<void>;
  /** Longer waits are not waited for here: the work is put aside and taken up again, so that it blocks nobody. */
  patienceMs: number;
}

/** Work that has begun waits longer: put aside at each request, it would ask its first questions again and never get further. */
const BEGUN_PATIENCE_MS = 20_000;
/** Who waits asks again this often: answers to others may show room before it was expected. */
const ASK_AGAIN_MS = 500;
/**
 * A card is given up for want of room only after it has asked for so long, whatever wait is told: what another node heard,
 * and tells within a second (storage/budget-book.ts), counts twice until it is seen here, up to one more second later.
 */
const CARD_ASKS_FOR_MS = 2_500;

export function createGate({ budgets, clock, sleep, patienceMs }: GateDeps): Gate {
  return {
    async pass(connectionId, vendor, { lane, begun, waitedMs = 0 }) {
      const patience = begun ? BEGUN_PATIENCE_MS : patienceMs;
      const since = clock() - waitedMs;
      for (let sleptMs = 0; ;) {
        const now = clock();
        const { waitMs, passage } = await budgets.take(connectionId, vendor, { lane, waitedMs: now - since }, now);
        if (waitMs <= 0) return passage ?? undefined;
        const asksOn = lane === "card" && sleptMs < CARD_ASKS_FOR_MS;
        if (waitMs > patience && !asksOn) {
          throw new RequestError(`the ${vendor} budget is spent for ${Math.ceil(waitMs / 1000)} s`, {
            fate: "later",
            retryAfterMs: waitMs,
            noRoom: true,
            vendor,
          });
        }
        const napMs = Math.min(waitMs, ASK_AGAIN_MS);
        await sleep(napMs);
        sleptMs += napMs;
      }
    },
    report: (connectionId, vendor, told, passage) => budgets.learn(connectionId, vendor, { ...told, passage }, clock()),
  };
}
