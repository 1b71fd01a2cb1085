/**
 * Sends requests of the same moment in one statement. If it fails, each goes separately, so that a bad value fails
 * nothing else (S3).
 */

/** Batches under way at a time. Meanwhile the next one gathers. */
const MOST_BATCHES = 2;
const LARGEST_BATCH = 50;

interface Waiting<T, R> {
  item: T;
  resolve(answer: R): void;
  reject(error: unknown): void;
}

/** `send` must answer in the order of its list. */
export function together<T, R>(send: (items: readonly T[]) => Promise<readonly R[]>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;
  const sendBatch = async (batch: readonly Waiting<T, R>[]): Promise<void> => {
    try {
      const answers = await send(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as R);
    } catch (error) {
      if (batch.length > 1) await Promise.all(batch.map((each) => sendBatch([each])));
      else batch[0]?.reject(error);
    }
  };
  const next = (): void => {
    if (underWay >= MOST_BATCHES || waiting.length === 0) return;
    underWay += 1;
    void sendBatch(waiting.splice(0, LARGEST_BATCH)).finally(() => {
      underWay -= 1;
      next();
    });
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // Waits for the end of this event loop iteration, so that later requests of it share the batch.
      setImmediate(next);
    });
}
