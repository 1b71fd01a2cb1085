/** A clock that only the test advances. */
export interface ManualClock {
  now(): number;
  advance(ms: number): void;
}

/** Starts on a Monday morning in March 2026. */
export function manualClock(start = Date.UTC(2026, 2, 2, 9, 0, 0)): ManualClock {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => void (time += ms),
  };
}
