/** The sweeps of a process, on a clock that the test advances. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startWork } from "./start-work.ts";

const SECOND_MS = 1_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** Sweeps that end when the test says so. */
async function started() {
  const sweeps: PromiseWithResolvers<number>[] = [];
  const logged: unknown[] = [];
  const begun: unknown[] = [];
  const run = async () => undefined;
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const stop = await startWork({
    run,
    sweep() {
      const sweep = Promise.withResolvers<number>();
      sweeps.push(sweep);
      return sweep.promise;
    },
    scheduler: { work: async (given) => void begun.push(given) },
    log: { ...log, error: (about: unknown) => logged.push(about) } as never,
  });
  return { sweeps, logged, stop, isWorking: begun.length === 1 && begun[0] === run };
}

describe("the sweeps of a process", () => {
  it("begin a second after its workers, and every second then", async () => {
    const { sweeps, isWorking } = await started();
    expect(isWorking).toBe(true);
    await vi.advanceTimersByTimeAsync(SECOND_MS - 1);
    expect(sweeps).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sweeps).toHaveLength(1);
    sweeps[0]?.resolve(0);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(sweeps).toHaveLength(2);
  });

  it("go on after some that failed, and each failure is logged", async () => {
    const { sweeps, logged } = await started();
    for (let n = 0; n < 3; n += 1) {
      await vi.advanceTimersByTimeAsync(SECOND_MS);
      expect(sweeps).toHaveLength(n + 1);
      sweeps[n]?.reject(new Error(`failure ${n}`));
    }
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(sweeps).toHaveLength(4);
    expect(logged).toEqual([0, 1, 2].map((n) => ({ err: new Error(`failure ${n}`) })));
  });

  it("never run two at a time: one that hangs delays the next", async () => {
    const { sweeps } = await started();
    await vi.advanceTimersByTimeAsync(30 * SECOND_MS);
    expect(sweeps).toHaveLength(1);
    sweeps[0]?.resolve(0);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(sweeps).toHaveLength(2);
  });

  it("end when the process stops, also while one runs", async () => {
    const { sweeps, stop } = await started();
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    stop();
    sweeps[0]?.resolve(0);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(sweeps).toHaveLength(1);
  });
});
