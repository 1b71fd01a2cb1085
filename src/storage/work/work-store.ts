/** What a worker pool needs from the database. All calls but `extend` have a time limit. */
import type { Database } from "../db/database.ts";
import { within } from "../../kit/within.ts";
import { completeWork, type Completion } from "./complete.ts";
import { inBatches } from "./in-batches.ts";
import { extendLeases, giveBack, leaseWork, type Ask, type LeasedWork } from "./lease.ts";

export interface WorkStore {
  lease(asks: readonly Ask[]): Promise<{ ask: number; work: LeasedWork }[]>;
  extend(works: readonly LeasedWork[]): Promise<void>;
  /** Answers true when the item is due again at once. Completions that arrive together share a statement. */
  complete(completion: Completion): Promise<boolean>;
  /** Best effort: a lease that cannot be returned expires. */
  giveBack(works: readonly LeasedWork[]): Promise<void>;
}

const ANSWER_MS = 30_000;
const GIVE_BACK_MS = 1_000;

export function workStore(database: Database, now: () => number): WorkStore {
  const complete = inBatches((completions: Completion[]) =>
    within(ANSWER_MS, completeWork(database, completions, now())),
  );
  const store: WorkStore = {
    async lease(asks) {
      const leasing = leaseWork(database, asks, now());
      return within(ANSWER_MS, leasing).catch((error: unknown) => {
        // Returns the work if the late statement leases some after all.
        void leasing.then((leased) => store.giveBack(leased.map(({ work }) => work))).catch(() => undefined);
        throw error;
      });
    },
    extend: (works) => extendLeases(database, works),
    complete: async (completion) => (await complete(completion)).has(completion.work),
    giveBack: (works) => within(GIVE_BACK_MS, giveBack(database, works)),
  };
  return store;
}
