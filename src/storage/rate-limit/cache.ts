/**
 * The cache of one row in a process. Requests that arrive together cost one statement, and feedback waits for the next
 * of them. The cache alone tells a request that it must wait.
 */
import { capacityOf } from "../../rate-limit/permits.ts";
import type { AnswerFeedback, Decision, PermitRequest } from "../../rate-limit/port.ts";
import { settleBatch, withFeedback, type CachedRow, type WaitingRequest } from "./batch.ts";
import type { RowAccess } from "./row.ts";

export interface RowCache {
  /** Grants a permit, or says how long to wait before asking again. */
  take(request: PermitRequest, now: number): Promise<Decision>;
  /**
   * Resolves at once for feedback that can wait. For a rejection (429), it resolves only once all processes can read
   * it.
   */
  learn(feedback: AnswerFeedback): Promise<void>;
  /** How many requests of a priority could go now, as far as this process knows. Null before the first read. */
  capacity(priority: string, now: number): number | null;
}

/** Runs something a little later, in the background. */
export type Later = (ms: number, work: () => void) => void;

/** Feedback is stored for the other processes after this long, if no request stores it before. */
const STORED_AFTER_MS = 1_000;

/** A caller that waits until the feedback is stored. */
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

  /** Decides requests of the same tick as one batch. One batch runs at a time. */
  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await Promise.resolve();
    while (requests.length > 0 || flushes.length > 0) await runBatch();
    // In the same tick as the last check, so that a request in between is not lost.
    running = false;
  }

  /** Never rejects. A failure is reported to the requests of this batch, not to later ones. */
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
      // The feedback stays in memory after a failure, and a later batch stores it.
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
