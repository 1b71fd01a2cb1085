/**
 * One row as a process caches it. Requests that arrive together cost one statement, feedback waits for the next of them,
 * and a request that must wait learns so from the cache.
 */
import { capacityOf } from "../../rate-limit/permits.ts";
import type { AnswerFeedback, Decision, PermitRequest } from "../../rate-limit/port.ts";
import { settleBatch, withFeedback, type CachedRow, type WaitingRequest } from "./batch.ts";
import type { RowAccess } from "./row.ts";

export interface RowCache {
  /** Grants a permit, or says how long to wait before asking again. */
  take(request: PermitRequest, now: number): Promise<Decision>;
  /** Resolves at once for what can wait. A rejection (429) only once all processes can read it. */
  learn(feedback: AnswerFeedback): Promise<void>;
  /** How many requests of a priority could go now, as far as this process knows. Null before the first read. */
  capacity(priority: string, now: number): number | null;
}

/** Runs something a little later, in the background. */
export type Later = (ms: number, work: () => void) => void;

/** Feedback is stored for the other processes after this long, if no request stores it before. */
const STORED_AFTER_MS = 1_000;

/** Waits until the feedback is stored. */
interface Flush {
  done(): void;
  fail(error: unknown): void;
}

export function openRowCache(access: RowAccess, later: Later): RowCache {
  const cached: CachedRow = { row: null, cleanedAt: 0 };
  let requests: WaitingRequest[] = [];
  let feedback: AnswerFeedback[] = [];
  let flushes: Flush[] = [];
  let running = false;
  let flushPlanned = false;

  /** Decides what arrives in the same tick as one batch, one batch at a time. */
  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await Promise.resolve();
    while (requests.length > 0 || flushes.length > 0) await runBatch();
    // In the same tick as the last check, or a request that arrives in between would be lost.
    running = false;
  }

  /** Never rejects: a failure is reported to those who wait for this batch, not to later ones. */
  async function runBatch(): Promise<void> {
    const [waiting, flushing] = [requests, flushes];
    const now = Math.max(...requests.map((request) => request.now), ...feedback.map(({ at }) => at));
    const batch = { requests, feedback, urgent: flushes.length > 0, now };
    [requests, feedback, flushes] = [[], [], []];
    try {
      feedback = [...(await settleBatch(access, cached, batch)), ...feedback];
      for (const { done } of flushing) done();
    } catch (error) {
      feedback = [...batch.feedback, ...feedback];
      for (const { fail } of [...waiting, ...flushing]) fail(error);
    }
  }

  /** Resolves when the other processes can read all feedback. */
  const flush = () =>
    new Promise<void>((done, fail) => {
      flushes.push({ done, fail });
      void run();
    });

  /** Stores the feedback, unless a request does it first. */
  function flushLater(): void {
    if (flushPlanned) return;
    flushPlanned = true;
    const latest = feedback.at(-1);
    later(STORED_AFTER_MS, () => {
      flushPlanned = false;
      if (feedback.length === 0) return;
      if (latest && !feedback.includes(latest)) return flushLater();
      // The next answer brings again what is lost here.
      flush().catch(() => undefined);
    });
  }

  return {
    take: (request, now) =>
      new Promise((decide, fail) => {
        requests.push({ request, now, decide, fail });
        void run();
      }),
    async learn(answer) {
      feedback.push(answer);
      if (answer.blockedForMs === undefined) return flushLater();
      await flush();
    },
    capacity: (priority, now) =>
      cached.row && capacityOf(withFeedback(cached.row.bucket, feedback, now), priority, now),
  };
}
