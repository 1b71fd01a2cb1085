/** Has what comes while a round is under way go together in the next one. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** `send` gets the items of a round; whoever brought one of them hears how that round ended. One round at a time. */
export function inRounds<T>(send: (items: T[]) => Promise<unknown>): (item: T) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | null = null;
  let underWay: Promise<unknown> = Promise.resolve();
  const begin = async (before: Promise<unknown>): Promise<void> => {
    await before;
    // What came in the same turn of the event loop goes along.
    await nextTurn();
    const items = waiting;
    [waiting, next] = [[], null];
    await send(items);
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
