/**
 * How much work of each kind one process runs at a time, how long a run may take, and when a failed run is tried again.
 */
import type { WorkKind } from "../../domain/work-item.ts";

export interface Pool {
  kinds: readonly WorkKind[];
  /** Runs at a time. */
  concurrency: number;
  /** The priorities that it takes: 0 is the most urgent. */
  mostUrgent: number;
  leastUrgent: number;
  /** A run that takes longer counts as failed, and another worker may run the item. */
  limitMs: number;
  /** How long a failed run waits, by the number of failures. */
  retryMs(attempts: number): number;
}

/** From 1 on, work can wait: it belongs to connections that mark much, or it was deferred. */
const URGENT = { mostUrgent: 0, leastUrgent: 0 };
const PATIENT = { mostUrgent: 1, leastUrgent: 32_767 };
const ANY = { mostUrgent: 0, leastUrgent: 32_767 };
/** The least urgent work that was deferred runs with the patient work. */
export const RESUMED_PRIORITY = PATIENT.mostUrgent;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Doubles from 2 s to 5 minutes. An item is never given up while its connection lives. */
const doubling = (attempts: number): number => Math.min(2 * SECOND_MS * 2 ** (attempts - 1), 5 * MINUTE_MS);
const everyTenSeconds = (): number => 10 * SECOND_MS;

/**
 * A run of deferred work waits up to 20 s between two requests. Its concurrency is apart, so that the backlog of one
 * connection does not delay a live call of another (S3).
 */
export const POOLS: readonly Pool[] = [
  // Cards wait for nothing else (I2).
  { kinds: ["card"], concurrency: 20, ...ANY, limitMs: MINUTE_MS, retryMs: doubling },
  { kinds: ["call", "conversation"], concurrency: 80, ...URGENT, limitMs: 15 * MINUTE_MS, retryMs: doubling },
  { kinds: ["call", "conversation"], concurrency: 30, ...PATIENT, limitMs: 15 * MINUTE_MS, retryMs: doubling },
  // Most transfers wait for a server. Those that take memory are fewer (`sync/transfer-slots.ts`).
  { kinds: ["message_file"], concurrency: 100, ...URGENT, limitMs: 10 * MINUTE_MS, retryMs: everyTenSeconds },
  { kinds: ["message_file"], concurrency: 200, ...PATIENT, limitMs: 10 * MINUTE_MS, retryMs: everyTenSeconds },
  { kinds: ["recording"], concurrency: 40, ...URGENT, limitMs: 60 * MINUTE_MS, retryMs: doubling },
  { kinds: ["recording"], concurrency: 40, ...PATIENT, limitMs: 60 * MINUTE_MS, retryMs: doubling },
  { kinds: ["connection"], concurrency: 4, ...ANY, limitMs: 60 * MINUTE_MS, retryMs: doubling },
];
