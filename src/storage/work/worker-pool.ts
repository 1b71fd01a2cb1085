/**
 * The workers of one process lease as much work as their concurrency allows. They run it, and complete each item when
 * its run ends.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkKind } from "../../domain/activity/work-item.ts";
import type { Logger } from "../../kit/logger.ts";
import { within } from "../../kit/within.ts";
import { keyOf } from "./complete.ts";
import { LEASE_S, type LeasedWork } from "./lease.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import type { Pool } from "./pools.ts";
import type { WorkStore } from "./work-store.ts";

/** The end of a run that completed its item itself, in the statement that saved its result. */
interface CompletedRun {
  /** Whether something changed during the run, so that the item is due again at once. */
  again: boolean;
}

/** Runs one work item. If it rejects, the pool retries later. */
export type Run = (work: LeasedWork) => Promise<CompletedRun | void>;

export interface WorkerPool {
  /** Looks for work of these kinds, or of any kind when left out. */
  wake(kinds?: readonly string[]): void;
  /** Begins nothing more. After `patienceMs` it returns the work that still runs. */
  stop(patienceMs: number): Promise<void>;
}

export interface WorkerPoolDeps {
  store: WorkStore;
  run: Run;
  now(): number;
  log: Logger;
}

export interface Timing {
  /** How often the pool looks for work without a notification. */
  pollMs: number;
  extendMs?: number;
  /** How soon the pool retries to store that a run has ended. */
  tellAgainMs?: number;
}

/** The pause between two lookups for work. The next one leases what becomes due meanwhile. */
const PACE_MS = 10;
const EXTEND_MS = (LEASE_S * 1_000) / 3;
const TELL_AGAIN_MS = 1_000;

export function startWorkerPool(
  deps: WorkerPoolDeps,
  pools: readonly Pool[],
  { pollMs, extendMs = EXTEND_MS, tellAgainMs = TELL_AGAIN_MS }: Timing,
): WorkerPool {
  const { store, log } = deps;
  const orSay = (error: unknown): void => log.error({ err: error }, "the scheduler could not reach the database");
  const running = runningWork(store, extendMs);
  /** Pools that may have work to lease. */
  const wanted = new Set<Pool>(pools);
  const life = { stopped: false };
  const runAndComplete = completing(deps, life, tellAgainMs, orSay);
  const looks = pacedLoop(async () => !life.stopped && (await leaseWanted()), orSay);

  /** Answers false where there is nothing to look for. */
  async function leaseWanted(): Promise<boolean> {
    const asked = pools.filter((pool) => wanted.has(pool) && running.free(pool) > 0);
    if (asked.length === 0) return false;
    for (const pool of asked) wanted.delete(pool);
    await running.extendIfLate();
    const asks = asked.map((pool) => ({ ...pool, free: running.free(pool) }));
    const leased = await store.lease(asks);
    if (life.stopped) await store.giveBack(leased.map(({ work }) => work));
    else for (const { ask, work } of leased) begin(work, asked[ask]);
    // A pool that got all it asked for may have more work.
    for (const [index, pool] of asked.entries())
      if (leased.filter(({ ask }) => ask === index).length === asks[index]?.free) wanted.add(pool);
    return true;
  }

  function begin(work: LeasedWork, pool: Pool | undefined): void {
    if (!pool) return;
    const ended = running.add(work, pool, runAndComplete(work, pool));
    void ended.then((again) => {
      if (again) wanted.add(pool);
      return wanted.size > 0 && looks.begin();
    });
  }

  const polls = setInterval(() => pool.wake(), pollMs);
  const extensions = setInterval(() => void running.extend().catch(orSay), extendMs);
  looks.begin();
  const pool: WorkerPool = {
    wake(kinds) {
      for (const each of pools) if (!kinds || each.kinds.some((kind) => kinds.includes(kind))) wanted.add(each);
      looks.begin();
    },
    async stop(patienceMs) {
      life.stopped = true;
      clearInterval(polls);
      await within(patienceMs, looks.ended().then(running.allEnded)).catch(() => undefined);
      clearInterval(extensions);
      await running.giveBack().catch(orSay);
    },
  };
  return pool;
}

/** Repeats a step while it answers true, one step at a time. */
function pacedLoop(step: () => Promise<boolean>, orSay: (error: unknown) => void) {
  let isUnderWay = false;
  let ended = Promise.resolve();
  const repeat = async (): Promise<void> => {
    isUnderWay = true;
    try {
      while (await step()) await sleep(PACE_MS);
    } catch (error) {
      orSay(error);
    } finally {
      // In the same tick as the last step, so that a `begin` in between is not lost.
      isUnderWay = false;
    }
  };
  return {
    begin: (): void => {
      if (!isUnderWay) ended = repeat();
    },
    ended: () => ended,
  };
}

/** The work that one process runs, and its leases. */
function runningWork(store: WorkStore, extendMs: number) {
  const running = new Map<LeasedWork, { pool: Pool; ended: Promise<boolean> }>();
  let extendedAt = performance.now();
  const extend = async (): Promise<void> => {
    if (running.size > 0) await store.extend([...running.keys()]);
    extendedAt = performance.now();
  };
  return {
    add(work: LeasedWork, pool: Pool, run: Promise<boolean>): Promise<boolean> {
      const ended = run.finally(() => running.delete(work));
      running.set(work, { pool, ended });
      return ended;
    },
    free: (pool: Pool): number => pool.concurrency - [...running.values()].filter((each) => each.pool === pool).length,
    allEnded: async (): Promise<void> => void (await Promise.all([...running.values()].map(({ ended }) => ended))),
    extend,
    /** After an outage, an item whose lease expired stays with the run that still has it. */
    async extendIfLate(): Promise<void> {
      if (performance.now() - extendedAt > 2 * extendMs) await extend();
    },
    async giveBack(): Promise<void> {
      if (running.size > 0) await store.giveBack([...running.keys()]);
    },
  };
}

/** Runs an item and completes it. Answers true where it is due again at once. */
function completing(
  { store, run, now, log }: WorkerPoolDeps,
  life: { stopped: boolean },
  tellAgainMs: number,
  orSay: (error: unknown) => void,
) {
  // The same process may lease an item again after its lease expired.
  const inTurn = oneAtATime();
  return async (work: LeasedWork, { limitMs, retryMs }: Pool): Promise<boolean> => {
    let completion = { work, nextAt: null as number | null, attempts: 0 };
    try {
      const completed = await within(
        limitMs,
        inTurn(keyOf(work), () => run(work)),
      );
      if (completed) return completed.again;
    } catch (error) {
      const attempts = work.attempts + 1;
      // The ref of a conversation is a phone number.
      log.warn({ err: error, connectionId: work.connectionId, kind: work.kind, attempts }, "run failed, will retry");
      completion = { work, nextAt: now() + retryMs(attempts), attempts };
    }
    // Repeats until the database answers. If the process stops first, the lease expires.
    for (;;) {
      try {
        return await store.complete(completion);
      } catch (error) {
        orSay(error);
        if (life.stopped) return false;
        await sleep(tellAgainMs);
      }
    }
  };
}

/** The kinds that a notification names. */
export function kindsIn(payload: string): readonly WorkKind[] {
  return payload.split(" ") as WorkKind[];
}
