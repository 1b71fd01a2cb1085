/** Where a crew gets its jobs and says what became of them: pg-boss, whose answer is waited for so long and no longer. */
import type { Job as BossJob, PgBoss } from "pg-boss";
import type { Job } from "../../domain/ports/stores.ts";
import { inRounds } from "./in-rounds.ts";
import { within } from "../../kit/within.ts";

/** What a crew needs of pg-boss. */
export type Boss = Pick<PgBoss, "fetch" | "complete" | "fail" | "touch">;
export type FetchedJob = BossJob<Job>;

export interface CrewQueue {
  fetch(batchSize: number): Promise<FetchedJob[]>;
  /** Has others do them. A courtesy: a job that cannot be given back is missed by its heartbeat. */
  giveBack(jobs: readonly FetchedJob[], why: string): Promise<void>;
  /** How a job ended, those that are done together in one statement. False when it could not be told. */
  tell(job: FetchedJob, failure: { message: string } | null): Promise<boolean>;
}

export interface CrewQueueOptions {
  queue: Job["queue"];
  /** Only jobs of this priority and above, or below. */
  minPriority?: number;
  maxPriority?: number;
}

/**
 * The group is the work itself: what is at work is left out when more is fetched. Without this, one turn that waits for
 * its call's turn under way makes every fetch fail on the unique index, and nobody else's work is fetched meanwhile.
 */
export const ONE_AT_A_TIME = { groupConcurrency: 1 } as const;

/** So long an answer of the database is waited for. */
const ANSWER_MS = 30_000;
const GIVE_BACK_MS = 1_000;

export function openCrewQueue(
  boss: Boss,
  { queue, minPriority, maxPriority }: CrewQueueOptions,
  onError: (error: unknown) => void,
): CrewQueue {
  const priorities = {
    ...(minPriority === undefined ? {} : { minPriority }),
    ...(maxPriority === undefined ? {} : { maxPriority }),
  };
  const complete = inRounds<FetchedJob>((jobs) => within(ANSWER_MS, boss.complete(queue, jobs)));
  const giveBack: CrewQueue["giveBack"] = async (jobs, message) => {
    if (jobs.length > 0) await within(GIVE_BACK_MS, boss.fail(queue, [...jobs], { message })).catch(onError);
  };
  return {
    giveBack,
    async fetch(batchSize) {
      const fetching = boss.fetch<Job>(queue, { batchSize, ...priorities, ...ONE_AT_A_TIME });
      return within(ANSWER_MS, fetching).catch((error: unknown) => {
        // What it brings after all, nobody waits for any more.
        void fetching.then((jobs) => giveBack(jobs, "fetched too late")).catch(() => undefined);
        throw error;
      });
    },
    async tell(job, failure) {
      try {
        await (failure ? within(ANSWER_MS, boss.fail(queue, job, failure)) : complete(job));
        return true;
      } catch (error) {
        onError(error);
        return false;
      }
    },
  };
}
