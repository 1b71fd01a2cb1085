/** Work that took longer than it may. It goes on, and nothing hears of its end. */
export class LateError extends Error {
  override name = "LateError" as const;
}

/** As the work does, but rejects with a LateError when that takes longer. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const give = () => reject(new LateError(`not done within ${ms / 1_000} s`));
  // A process that stood still finds the time over before it finds what came meanwhile: that is looked at first.
  const timer = setTimeout(() => setImmediate(() => setImmediate(give)), ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
