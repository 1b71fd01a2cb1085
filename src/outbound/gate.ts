/** The gate that every request to a vendor passes: it knows what the connection may still spend. */

import type { Clock } from "../kit/clock.ts";
import { RequestError } from "../kit/request-error.ts";

/** Whose API a request goes to. */
export type Vendor = "gorgias" | "aircall";

export interface Gate {
  /**
   * Resolves when the request may go; rejects with a RequestError `later` when that is too long to wait for here.
   * `begun`: the work has spent requests already, which giving up would waste.
   */
  pass(connectionId: string, vendor: Vendor, lane: string, begun: boolean): Promise<void>;
  /** What the answer said of the budget. Missing parts were not told. */
  report(connectionId: string, vendor: Vendor, told: BudgetNews): Promise<void>;
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
  take(connectionId: string, vendor: Vendor, now: number): Promise<number>;
  learn(connectionId: string, vendor: Vendor, told: BudgetNews, now: number): Promise<void>;
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

export function createGate({ budgets, clock, sleep, patienceMs }: GateDeps): Gate {
  return {
    async pass(connectionId, vendor, _lane, begun) {
      const patience = begun ? BEGUN_PATIENCE_MS : patienceMs;
      for (;;) {
        const waitMs = await budgets.take(connectionId, vendor, clock());
        if (waitMs <= 0) return;
        if (waitMs > patience) {
          throw new RequestError(`the ${vendor} budget is spent for ${Math.ceil(waitMs / 1000)} s`, {
            fate: "later",
            retryAfterMs: waitMs,
          });
        }
        await sleep(waitMs);
      }
    },
    report: (connectionId, vendor, told) => budgets.learn(connectionId, vendor, told, clock()),
  };
}
