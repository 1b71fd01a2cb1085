/**
 * Those who work on one queue in one process: so many jobs at a time, each begun as soon as there is room for it and
 * settled as soon as it is done, whatever the others do.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Job as FetchedJob, PgBoss } from "pg-boss";
import type { Job } from "../../domain/ports/stores.ts";
import type { Logger } from "../../kit/logger.ts";
import { inRounds } from "./in-rounds.ts";
import { within } from "./within.ts";

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
  /** How soon the queue is told again that a job is done, when it could not be told. */
  tellAgainMs: number;
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
/** A database that does not answer for so long has lost the question: jobs that it gave out then are missed by nobody but their heartbeat. */
const ANSWER_MS = 30_000;
/** What a crew needs of the queue. */
export type CrewQueue = Pick<PgBoss, "fetch" | "complete" | "fail" | "touch">;

export function startCrew(boss: CrewQueue, plan: CrewPlan, handle: (job: Job) => Promise<void>, log: Logger): Crew {
  const { queue, room, patienceMs, heartbeatMs, pollMs, tellAgainMs, ...priorities } = plan;
  const orSay = (error: unknown): void =>
    log.error({ err: error, queue }, "the queue failed at something; it tries again by itself");
  const tell = tellEnds(boss, queue, orSay);
  /** By the job as it was fetched: one whose claim lapsed may be fetched once more beside it. */
  const atWork = new Map<FetchedJob<Job>, Promise<void>>();
  /** How many may be at work: nobody any more once it is stopped. */
  let open = room;
  let woken = false;
  let isLooking = false;
  let looked = Promise.resolve();

  const wake = (): void => {
    woken = true;
    if (!isLooking) looked = look();
  };

  async function look(): Promise<void> {
    isLooking = true;
    try {
      while (woken && atWork.size < open) {
        woken = false;
        const batchSize = roundDown(open - atWork.size);
        const jobs = await within(ANSWER_MS, boss.fetch<Job>(queue, { batchSize, ...priorities, ...ONE_AT_A_TIME }));
        for (const job of jobs) atWork.set(job, work(job));
        woken ||= jobs.length === batchSize;
        await sleep(PACE_MS);
      }
    } catch (error) {
      orSay(error);
    } finally {
      // In the same breath as the last look, or somebody might wake us in between and be forgotten.
      isLooking = false;
    }
  }

  /** Whoever is done looks for more: nobody tells of what waited for its call's turn to end. */
  async function work(job: FetchedJob<Job>): Promise<void> {
    const failure = await within(patienceMs, handle(job.data)).then(
      () => null,
      (error: unknown) => ({ message: error instanceof Error ? error.message : "?" }),
    );
    // A database that is away comes back. Whoever stops meanwhile leaves the job to others, who find it done.
    while (!(await tell(job, failure))) {
      if (open === 0) break;
      await sleep(tellAgainMs);
    }
    atWork.delete(job);
    wake();
  }

  const polls = setInterval(wake, pollMs);
  const heartbeats = setInterval(() => {
    if (atWork.size > 0) boss.touch(queue, [...atWork.keys()]).catch(orSay);
  }, heartbeatMs);
  wake();
  return {
    wake,
    async stop(patienceMs) {
      open = 0;
      clearInterval(polls);
      await looked;
      await within(patienceMs, Promise.all(atWork.values())).catch(() => undefined);
      clearInterval(heartbeats);
      if (atWork.size > 0) await boss.fail(queue, [...atWork.keys()], { message: "the process stopped" });
    },
  };
}

/** To a power of two: the number is part of the statement, and each statement is planned by itself. */
const roundDown = (count: number) => 2 ** Math.floor(Math.log2(count));

/** Tells the queue how a job ended, those that are done together. False when it could not be told. */
function tellEnds(boss: CrewQueue, queue: Job["queue"], orSay: (error: unknown) => void) {
  const complete = inRounds<FetchedJob<Job>>((jobs) => within(ANSWER_MS, boss.complete(queue, jobs)));
  return (job: FetchedJob<Job>, failure: { message: string } | null): Promise<boolean> =>
    (failure ? boss.fail(queue, job, failure) : complete(job)).then(
      () => true,
      (error: unknown) => {
        orSay(error);
        return false;
      },
    );
}
