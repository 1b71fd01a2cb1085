/**
 * The scheduler. A work item's row is its job. Statements mark items as due, workers lease them, and the end of a run
 * sets when an item is due next. Notifications only shorten the wait.
 */
import type { Priority, RecordKind, WorkItem } from "../../domain/activity/work-item.ts";
import type { Scheduler, CompletedWrite } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import type { Database } from "../db/database.ts";
import { completeWork } from "./complete.ts";
import { deferredConnections, resumeDeferred } from "./deferred.ts";
import { endTransfer, endTransferText } from "./end-transfer.ts";
import { fairShare } from "./fair-share.ts";
import { freeAllLeases, leaseWork } from "./lease.ts";
import { CHANNEL, listOf, markListed, NOTIFY } from "./mark-due.ts";
import { POOLS, RESUMED_PRIORITY } from "./pools.ts";
import { forgetFinished, repairTimes } from "./upkeep.ts";
import { kindsIn, startWorkerPool, type Run, type WorkerPool } from "./worker-pool.ts";
import { workStore } from "./work-store.ts";

export interface WorkScheduler extends Scheduler {
  /** The priority of a connection's next item. */
  priorityOf(connectionId: string): number;
  /** An SQL value that notifies workers of the kinds that the part `marked` of the statement returns as `kind`. */
  readonly notifyMarked: string;
  /** In one statement: ends the lease of a transfer, saves how its writes ended, and marks `record` as due. */
  endTransfer(
    work: WorkItem & { lease: string },
    record: WorkItem & { kind: RecordKind },
    completed: readonly CompletedWrite[],
  ): Promise<{ again: boolean }>;
  /** Starts the worker pool, which works until `rest`. */
  work(run: Run): Promise<void>;
  /** Runs each due item once, and each item that waits for its retry. Tests use it instead of waiting. */
  step(run: Run): Promise<{ completed: number; failed: number }>;
  /** Resumes as much deferred work of each connection as `room` has requests for. Answers how many items. */
  resume(room: (connectionId: string, priority: Priority, now: number) => number): Promise<number>;
  /** Repairs times and deletes finished work, at most every 30 s. */
  upkeep(): Promise<void>;
  /** Frees the leases of dead workers. Only for a process that knows that no other worker lives. */
  freeLeases(): Promise<void>;
  /** Begins no more work and waits at most `patienceMs` for the end of what runs. Work can still be marked. */
  rest(patienceMs: number): Promise<void>;
}

export interface SchedulerOptions {
  /** CockroachDB sends no notifications, so the scheduler polls more often. */
  backend: "postgres" | "cockroachdb" | "citus";
}

/** The poll interval without notifications. With them, polls are rarer. */
const POLL_MS = 500;
const POLL_BESIDE_NOTIFICATIONS_MS = 1_000;
const UPKEEP_EVERY_MS = 30_000;
const MOST_CONNECTIONS = 500;

export function openScheduler(
  database: Database,
  { backend }: SchedulerOptions,
  clock: Clock,
  log: Logger,
): WorkScheduler {
  const notifies = backend !== "cockroachdb";
  const priorityOf = fairShare();
  const notifyMarked = notifies ? NOTIFY : "null";
  const mark = markListed(notifyMarked);
  const finish = endTransferText(notifyMarked);
  let pool: WorkerPool | null = null;
  let stopListening = async (): Promise<void> => undefined;
  let keptUpAt: number | null = null;

  async function startPool(run: Run): Promise<void> {
    // A notification before the pool has started is not lost, because the pool begins with a lookup.
    const hear = (payload: string | null): void => pool?.wake(payload === null ? undefined : kindsIn(payload));
    const listening = notifies ? await listen(database, hear, log) : null;
    stopListening = listening ?? stopListening;
    const deps = { store: workStore(database, clock), run, now: clock, log };
    pool = startWorkerPool(deps, POOLS, { pollMs: listening ? POLL_BESIDE_NOTIFICATIONS_MS : POLL_MS });
  }

  return {
    priorityOf,
    notifyMarked,
    async markDue(items) {
      if (items.length > 0) await database.keyed(mark, [listOf(items, priorityOf), new Date(clock())]);
    },
    endTransfer: (work, record, completed) => endTransfer(database, finish, { work, record, completed, now: clock() }),
    work: startPool,
    step: (run) => step(database, clock, run),
    async resume(room) {
      const now = clock();
      let resumed = 0;
      for (const { connectionId, priority } of await deferredConnections(database, now, MOST_CONNECTIONS)) {
        const limit = room(connectionId, priority, now);
        if (limit <= 0) continue;
        const rank = Math.max(RESUMED_PRIORITY, priorityOf(connectionId));
        resumed += await resumeDeferred(database, connectionId, now, { limit, priority: rank });
      }
      if (resumed > 0) pool?.wake();
      return resumed;
    },
    async upkeep() {
      const now = clock();
      // Also runs at once when the clock went back.
      if (keptUpAt !== null && Math.abs(now - keptUpAt) < UPKEEP_EVERY_MS) return;
      await repairTimes(database, now);
      await forgetFinished(database);
      keptUpAt = now;
    },
    freeLeases: () => freeAllLeases(database),
    async rest(patienceMs) {
      await Promise.all([stopListening(), pool?.stop(patienceMs)]);
      pool = null;
    },
  };
}

async function listen(
  database: Database,
  hear: (payload: string | null) => void,
  log: Logger,
): Promise<(() => Promise<void>) | null> {
  return database.listen(CHANNEL, hear).catch((error: unknown) => {
    log.error({ err: error }, "notifications of work cannot be heard; it is looked for more often instead");
    return null;
  });
}

const MOST_AT_A_STEP = 50;
const EVERYTHING = { mostUrgent: 0, leastUrgent: 32_767, free: MOST_AT_A_STEP };

async function step(database: Database, clock: Clock, run: Run): Promise<{ completed: number; failed: number }> {
  const count = { completed: 0, failed: 0 };
  const steps = new Map(POOLS.map(({ kinds, retryMs }) => [kinds.join(), { kinds, retryMs }]));
  for (const { kinds, retryMs } of steps.values()) {
    const leased = await leaseWork(database, [{ ...EVERYTHING, kinds }], clock(), { withRetries: true });
    for (const { work } of leased) {
      try {
        const completed = await run(work);
        if (!completed) await completeWork(database, [{ work, nextAt: null, attempts: 0 }], clock());
        count.completed += 1;
      } catch {
        const attempts = work.attempts + 1;
        await completeWork(database, [{ work, nextAt: clock() + retryMs(attempts), attempts }], clock());
        count.failed += 1;
      }
    }
  }
  return count;
}
