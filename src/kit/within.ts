/** Work that took longer than it may. It goes on, and nothing hears of its end. */
export class LateError extends Error {
  override name = "LateError" as const;
}

/** As the work does, but rejects with a LateError when that takes longer. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return untilLate(work, ms, () => ms);
}

/** When something that work waits for last gave a sign of life, on the process' steady counter (`performance.now`). */
export type LastSign = () => number;

/** A busy machine is slow at everything; but nobody waits for longer than this. */
const LONGEST_MS = 10_000;

/**
 * As the work does, but rejects with a LateError when what it waits for has been silent for so long, and in any case after
 * ten seconds. What is slow and answers others meanwhile is waited for.
 */
export async function whileAnswering<T>(ms: number, work: Promise<T>, lastSign: LastSign): Promise<T> {
  const began = performance.now();
  return untilLate(work, ms, () => Math.min(Math.max(0, lastSign() - began) + ms, LONGEST_MS));
}

/** `limit` tells, in ms from the beginning, how long is waited by what is known by then. */
async function untilLate<T>(work: Promise<T>, ms: number, limit: () => number): Promise<T> {
  const began = performance.now();
  const { promise: late, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout;
  const decide = () => {
    const left = limit() - (performance.now() - began);
    // Timers may be early by a millisecond.
    if (left > 1) wait(left);
    else reject(new LateError(`not done within ${ms / 1_000} s`));
  };
  // A process that stood still finds the time over before it finds what came meanwhile: that is looked at first.
  const wait = (forMs: number) => {
    timer = setTimeout(() => setImmediate(() => setImmediate(decide)), forMs);
  };
  wait(ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
