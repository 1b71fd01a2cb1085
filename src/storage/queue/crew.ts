/**
 * Those who work on one queue in one process: so many jobs at a time, each begun as soon as there is room for it and
 * settled as soon as it is done, whatever the others do.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "../../domain/ports/stores.ts";
import type { Logger } from "../../kit/logger.ts";
import { openCrewQueue, type Boss, type FetchedJob, type CrewQueue } from "./crew-queue.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { within } from "../../kit/within.ts";

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

/** Between two looks at the queue: what comes meanwhile is fetched together. */
const PACE_MS = 10;

export interface CrewDeps {
  boss: Boss;
  handle(job: Job): Promise<void>;
  /** Shared by the crews of a process: a job whose claim lapsed may be fetched once more beside itself. */
  oneAtATime: OneAtATime;
  log: Logger;
}

export function startCrew(deps: CrewDeps, plan: CrewPlan): Crew {
  const { boss, log } = deps;
  const { queue, room, heartbeatMs, pollMs } = plan;
  const orSay = (error: unknown): void =>
    log.error({ err: error, queue }, "the queue failed at something; it tries again by itself");
  const jobQueue = openCrewQueue(boss, plan, orSay);
  const atWork = new Map<FetchedJob, Promise<void>>();
  /** How many may be at work: nobody any more once it is stopped. */
  let open = room;
  let woken = false;
  let isLooking = false;
  let looked = Promise.resolve();
  const doAndTell = doer(deps, plan, jobQueue, () => open === 0);

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
        begin(await jobQueue.fetch(batchSize), batchSize);
        await sleep(PACE_MS);
      }
    } catch (error) {
      orSay(error);
    } finally {
      // In the same breath as the last look, or somebody might wake us in between and be forgotten.
      isLooking = false;
    }
  }

  function begin(jobs: readonly FetchedJob[], asked: number): void {
    if (open === 0) return void jobQueue.giveBack(jobs, STOPPED);
    for (const job of jobs) atWork.set(job, work(job));
    woken ||= jobs.length === asked;
  }

  /** Whoever is done looks for more: nobody tells of what waited for its call's turn to end. */
  async function work(job: FetchedJob): Promise<void> {
    await doAndTell(job);
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
      await within(
        patienceMs,
        looked.then(() => Promise.all(atWork.values())),
      ).catch(() => undefined);
      clearInterval(heartbeats);
      await jobQueue.giveBack([...atWork.keys()], STOPPED);
    },
  };
}

/** Does one job and tells how it ended. */
function doer({ handle, oneAtATime }: CrewDeps, plan: CrewPlan, jobQueue: CrewQueue, isStopped: () => boolean) {
  const { queue, patienceMs, tellAgainMs } = plan;
  return async (job: FetchedJob): Promise<void> => {
    const own = oneAtATime(`${queue} ${job.groupId ?? job.id}`, () => handle(job.data));
    const failure = await within(patienceMs, own).then(
      () => null,
      (error: unknown) => ({ message: error instanceof Error ? error.message : "?" }),
    );
    // A database that is away comes back. Whoever stops meanwhile leaves the job to others, who find it done.
    while (!(await jobQueue.tell(job, failure)) && !isStopped()) await sleep(tellAgainMs);
  };
}

const STOPPED = "the process stopped";

/** To a power of two: the number is part of the statement, and each statement is planned by itself. */
const roundDown = (count: number) => 2 ** Math.floor(Math.log2(count));
