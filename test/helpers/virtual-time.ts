/** Virtual time: stands still while real work runs, then jumps to the next timer. */

export interface VirtualTime {
  now(): number;
  sleep(ms: number): Promise<void>;
  later(ms: number, work: () => void): void;
  /** Time stands still until this promise has settled. */
  hold<T>(real: Promise<T>): Promise<T>;
  /** Advances time until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function virtualTime(start = Date.UTC(2026, 2, 2, 9, 0, 0)): VirtualTime {
  let now = start;
  let pending = 0;
  const timers: { at: number; fire(): void }[] = [];
  const later = (ms: number, fire: () => void) => {
    const at = now + Math.max(0, ms);
    const next = timers.findIndex((timer) => timer.at > at);
    timers.splice(next === -1 ? timers.length : next, 0, { at, fire });
  };
  const settleAll = async () => {
    // A settled promise may start other work before it is observed here.
    for (let idle = 0; idle < 3; idle = pending === 0 ? idle + 1 : 0) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
  };
  return {
    now: () => now,
    later,
    sleep: (ms) => new Promise((resolve) => void later(ms, resolve)),
    async hold(real) {
      pending += 1;
      try {
        return await real;
      } finally {
        pending -= 1;
      }
    },
    async run(work) {
      let done = false;
      const finish = () => void (done = true);
      work.then(finish, finish);
      for (;;) {
        await settleAll();
        if (done) return work;
        const next = timers.shift();
        if (!next) throw new Error("all work waits, and no timer is set");
        now = next.at;
        next.fire();
      }
    },
  };
}
