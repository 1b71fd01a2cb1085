/** How many items of each kind one process runs at a time, how long a run may take, and when it retries. */
import type { WorkKind } from "../../domain/activity/work-item.ts";

export interface Pool {
  kinds: readonly WorkKind[];
  /** Runs at a time. */
  concurrency: number;
  /** The range of priorities that the pool takes. 0 is the most urgent. */
  mostUrgent: number;
  leastUrgent: number;
  /** A longer run counts as failed, and another worker may run the item. */
  limitMs: number;
  /** The wait before a failed run is retried, by the number of failures. */
  retryMs(attempts: number): number;
}

/** Priorities from 1 on can wait. They belong to connections that mark much work, and to deferred work. */
const URGENT = { mostUrgent: 0, leastUrgent: 0 };
const PATIENT = { mostUrgent: 1, leastUrgent: 32_767 };
const ANY = { mostUrgent: 0, leastUrgent: 32_767 };
/** Resumed work runs in the low-priority pools. */
export const RESUMED_PRIORITY = PATIENT.mostUrgent;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Doubles from 2 s to 5 minutes. The scheduler never gives up an item while its connection exists. */
const doubling = (attempts: number): number => Math.min(2 * SECOND_MS * 2 ** (attempts - 1), 5 * MINUTE_MS);
const everyTenSeconds = (): number => 10 * SECOND_MS;

/**
 * Deferred work has its own pools, so that the backlog of one connection does not delay a live call of another (S3).
 * One such run waits up to 20 s between two requests.
 */
export const POOLS: readonly Pool[] = [
  // Insight cards wait for no other work (I2).
  { kinds: ["card"], concurrency: 20, ...ANY, limitMs: MINUTE_MS, retryMs: doubling },
  { kinds: ["call", "conversation"], concurrency: 80, ...URGENT, limitMs: 15 * MINUTE_MS, retryMs: doubling },
  { kinds: ["call", "conversation"], concurrency: 30, ...PATIENT, limitMs: 15 * MINUTE_MS, retryMs: doubling },
  // Most transfers wait for a server. `sync/files/transfer-slots.ts` limits those that take memory.
  { kinds: ["message_file"], concurrency: 100, ...URGENT, limitMs: 10 * MINUTE_MS, retryMs: everyTenSeconds },
  { kinds: ["message_file"], concurrency: 200, ...PATIENT, limitMs: 10 * MINUTE_MS, retryMs: everyTenSeconds },
  { kinds: ["recording"], concurrency: 40, ...URGENT, limitMs: 60 * MINUTE_MS, retryMs: doubling },
  { kinds: ["recording"], concurrency: 40, ...PATIENT, limitMs: 60 * MINUTE_MS, retryMs: doubling },
  // An endpoint that hangs holds a run for ten seconds. Once it fails, its deliveries run in the second pool.
  { kinds: ["webhook"], concurrency: 20, ...URGENT, limitMs: MINUTE_MS, retryMs: doubling },
  { kinds: ["webhook"], concurrency: 20, ...PATIENT, limitMs: MINUTE_MS, retryMs: doubling },
  { kinds: ["connection"], concurrency: 4, ...ANY, limitMs: 60 * MINUTE_MS, retryMs: doubling },
];
