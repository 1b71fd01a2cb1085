/** Reports work that exceeded its time limit. The work continues, and its result is dropped. */
export class LateError extends Error {
  override name = "LateError" as const;
}

/** Resolves like `work`, or rejects with a LateError after `ms`. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return untilLate(work, ms, () => ms);
}

/** Time of the other side's last sign of life, on the monotonic clock (`performance.now`). */
export type LastSign = () => number;

/** The longest wait, even for a busy machine that still answers. */
const LONGEST_MS = 10_000;

/**
 * Resolves like `work`. Rejects with a LateError if the other side has been silent for `ms`, and in any case after ten
 * seconds. A slow side that still answers other requests gets more time.
 */
export async function whileAnswering<T>(ms: number, work: Promise<T>, lastSign: LastSign): Promise<T> {
  const began = performance.now();
  return untilLate(work, ms, () => Math.min(Math.max(0, lastSign() - began) + ms, LONGEST_MS));
}

/** `limit` returns the allowed time in ms from the start, by what is known now. */
async function untilLate<T>(work: Promise<T>, ms: number, limit: () => number): Promise<T> {
  const began = performance.now();
  const { promise: late, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout;
  const decide = () => {
    const left = limit() - (performance.now() - began);
    // A timer may fire a millisecond early.
    if (left > 1) wait(left);
    else reject(new LateError(`not done within ${ms / 1_000} s`));
  };
  // After a pause of the process, the timer fires before pending input is read. Let the input come first.
  const wait = (forMs: number) => {
    timer = setTimeout(() => setImmediate(() => setImmediate(decide)), forMs);
  };
  wait(ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
