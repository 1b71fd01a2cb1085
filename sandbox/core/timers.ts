// Tasks that run later, at the speed of the settings, until clear().

export class Timers {
  readonly #speed: () => number;
  readonly #pending = new Set<NodeJS.Timeout>();

  constructor(speed: () => number) {
    this.#speed = speed;
  }

  /** Runs the task after so many seconds of the vendor's time. Never at speed 0. */
  after(seconds: number, task: () => Promise<unknown>): void {
    const speed = this.#speed();
    if (speed === 0) return;
    const timer = setTimeout(
      () => {
        this.#pending.delete(timer);
        // A task that meets a call which was reset meanwhile has nothing left to do.
        task().catch(() => undefined);
      },
      (seconds * 1000) / speed,
    );
    timer.unref();
    this.#pending.add(timer);
  }

  clear(): void {
    for (const timer of this.#pending) clearTimeout(timer);
    this.#pending.clear();
  }
}
