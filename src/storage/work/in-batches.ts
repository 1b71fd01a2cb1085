/** Gathers what arrives while a batch is under way, and sends it as the next batch. */
import { setImmediate as nextTick } from "node:timers/promises";

/**
 * `send` gets the items of a batch. The promise of each item settles with its batch. One batch is under way at a time.
 */
export function inBatches<T, R>(send: (items: T[]) => Promise<R>): (item: T) => Promise<R> {
  let waiting: T[] = [];
  let next: Promise<R> | null = null;
  let underWay: Promise<unknown> = Promise.resolve();
  const begin = async (before: Promise<unknown>): Promise<R> => {
    await before;
    // Includes what arrives in the same iteration of the event loop.
    await nextTick();
    const items = waiting;
    [waiting, next] = [[], null];
    return send(items);
  };
  return (item) => {
    waiting.push(item);
    if (!next) {
      next = begin(underWay);
      underWay = next.catch(() => undefined);
    }
    return next;
  };
}
