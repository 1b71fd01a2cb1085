/** A clock that moves only when a test moves it. */
export interface ManualClock {
  now(): number;
  advance(ms: number): void;
}

/** Begins on a Monday morning in March 2026. */
export function manualClock(start = Date.UTC(2026, 2, 2, 9, 0, 0)): ManualClock {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => void (time += ms),
  };
}
