/**
 * Those who work on one queue in one process: so many jobs at a time, each begun as soon as there is room for it and
 * settled as soon as it is done, whatever the others do.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Job as FetchedJob, PgBoss } from "pg-boss";
import type { Job } from "../domain/ports/stores.ts";
import type { Logger } from "../kit/logger.ts";
import { inRounds } from "./in-rounds.ts";

export interface CrewPlan {
  queue: Job["queue"];
  /** Jobs at a time. */
  room: number;
  /** A job that takes longer counts as failed, and others may have its place. */
  patienceMs: number;
  /** How often it is shown that the jobs at work are alive. */
  heartbeatMs: number;
  /** How often the queue is looked at though nobody says that there is work. */
  pollMs: number;
  /** Only jobs of this priority and above, or below. */
  minPriority?: number;
  maxPriority?: number;
}

export interface Crew {
  /** There may be work. */
  wake(): void;
  /** Begins nothing more. What is still at work after `patienceMs` is given back to the queue. */
  stop(patienceMs: number): Promise<void>;
}

/**
 * The group is the work itself: what is at work is left out when more is fetched. Without this, one turn that waits for
 * its call's turn under way makes every fetch fail on the unique index, and nobody else's work is fetched meanwhile.
 */
export const ONE_AT_A_TIME = { groupConcurrency: 1 } as const;

/** Between two looks at the queue: what comes meanwhile is fetched together. */
const PACE_MS = 10;

export function startCrew(boss: PgBoss, plan: CrewPlan, handle: (job: Job) => Promise<void>, log: Logger): Crew {
  const { queue, room, patienceMs, heartbeatMs, pollMs, ...priorities } = plan;
  const atWork = new Map<string, { job: FetchedJob<Job>; settled: Promise<void> }>();
  const complete = inRounds<FetchedJob<Job>>((jobs) => boss.complete(queue, jobs));
  /** How many may be at work: nobody any more once it is stopped. */
  let open = room;
  let woken = false;
  let isLooking = false;
  let looked = Promise.resolve();

  const orSay = (error: unknown): void =>
    log.error({ err: error, queue }, "the queue failed at something; it tries again by itself");
  const wake = (): void => {
    woken = true;
    if (!isLooking) looked = look();
  };

  async function look(): Promise<void> {
    isLooking = true;
    try {
      while (woken && atWork.size < open) {
        woken = false;
        const batchSize = open - atWork.size;
        const jobs = await boss.fetch<Job>(queue, { batchSize, ...priorities, ...ONE_AT_A_TIME });
        for (const job of jobs) atWork.set(job.id, { job, settled: settle(job) });
        await sleep(PACE_MS);
      }
    } catch (error) {
      orSay(error);
    } finally {
      // In the same breath as the last look, or somebody might wake us in between and be forgotten.
      isLooking = false;
    }
  }

  /** Whoever is done looks for more: what waited for its call's turn under way is announced by nobody. */
  async function settle(job: FetchedJob<Job>): Promise<void> {
    const failure = await within(patienceMs, handle(job.data)).then(
      () => null,
      (error: unknown) => ({ message: error instanceof Error ? error.message : "?" }),
    );
    // What cannot be settled is done again once it shows no sign of life: that changes nothing.
    await (failure ? boss.fail(queue, job, failure) : complete(job)).catch(orSay);
    atWork.delete(job.id);
    wake();
  }

  const jobsAtWork = () => [...atWork.values()].map(({ job }) => job);
  const polls = setInterval(wake, pollMs);
  const heartbeats = setInterval(() => {
    if (atWork.size > 0) boss.touch(queue, jobsAtWork()).catch(orSay);
  }, heartbeatMs);
  wake();
  return {
    wake,
    async stop(patienceMs) {
      open = 0;
      clearInterval(polls);
      await looked;
      const all = Promise.all([...atWork.values()].map(({ settled }) => settled));
      await within(patienceMs, all).catch(() => undefined);
      clearInterval(heartbeats);
      if (atWork.size > 0) await boss.fail(queue, jobsAtWork(), { message: "the process stopped" });
    },
  };
}

/** Rejects when it takes longer. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms);
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
