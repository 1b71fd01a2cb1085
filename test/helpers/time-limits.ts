/** The time limits that requests set with `AbortSignal.timeout`. They end when the test says so. */

export interface TimeLimits {
  /** Each in ms, in the order in which they were set. */
  set: readonly number[];
  /** Ends the latest. */
  expire(): void;
  restore(): void;
}

export function holdTimeLimits(): TimeLimits {
  const { timeout } = AbortSignal;
  const set: number[] = [];
  const held: AbortController[] = [];
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    set.push(ms);
    held.push(controller);
    return controller.signal;
  };
  return {
    set,
    expire: () => held.at(-1)?.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
    restore: () => void (AbortSignal.timeout = timeout),
  };
}
