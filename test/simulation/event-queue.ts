/** A queue of events in the order of their time. Events of the same time keep the order in which they were added. */

export interface Timed {
  at: number;
  order: number;
}

export interface EventQueue<T extends Timed> {
  add(event: T): void;
  first(): T | undefined;
  takeFirst(): T | undefined;
  /** Empties the queue. In no order. */
  takeAll(): T[];
}

/** A binary heap. */
export function eventQueue<T extends Timed>(): EventQueue<T> {
  let heap: T[] = [];
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    if (!one || !other) return one !== undefined;
    return one.at === other.at ? one.order < other.order : one.at < other.at;
  };
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one && other) [heap[a], heap[b]] = [other, one];
  };
  const rise = (from: number): void => {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!isBefore(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = (): void => {
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const least = isBefore(right, left) ? right : left;
      if (!isBefore(least, parent)) return;
      swap(parent, least);
      parent = least;
    }
  };
  const add = (event: T): void => {
    heap.push(event);
    rise(heap.length - 1);
  };
  return {
    add,
    first: () => heap[0],
    takeFirst() {
      const [first] = heap;
      const last = heap.pop();
      if (!first || !last || first === last) return first;
      heap[0] = last;
      sink();
      return first;
    },
    takeAll() {
      const taken = heap;
      heap = [];
      return taken;
    },
  };
}
