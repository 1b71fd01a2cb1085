/**
 * Limits the parallel transfers of a process, because each takes some memory. A connection never takes more slots than
 * it leaves free. So its stalled files leave slots to every other connection (S3).
 */
import { RequestError } from "../../kit/request-error.ts";

export interface TransferSlots {
  /** Runs the work once there is a slot. Rejects if `until` aborts before that. */
  hold<T>(connectionId: string, until: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
}

export function transferSlots(total: number): TransferSlots {
  const held = new Map<string, number>();
  const waiting = new Set<{ connectionId: string; begin(): void }>();
  let free = total;
  const isAllowed = (connectionId: string) => (held.get(connectionId) ?? 0) < free;
  const take = (connectionId: string): void => {
    free -= 1;
    held.set(connectionId, (held.get(connectionId) ?? 0) + 1);
  };
  const giveBack = (connectionId: string): void => {
    free += 1;
    const left = (held.get(connectionId) ?? 1) - 1;
    if (left > 0) held.set(connectionId, left);
    else held.delete(connectionId);
    for (const next of waiting) {
      if (!isAllowed(next.connectionId)) continue;
      waiting.delete(next);
      take(next.connectionId);
      next.begin();
    }
  };
  const wait = (connectionId: string, until: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = { connectionId, begin };
      const giveUp = () => {
        waiting.delete(next);
        reject(new RequestError("no slot for the file in time", { fate: "later", obstacle: "transfers_busy" }));
      };
      function begin(): void {
        until?.removeEventListener("abort", giveUp);
        resolve();
      }
      if (until?.aborted) return giveUp();
      until?.addEventListener("abort", giveUp, { once: true });
      waiting.add(next);
    });
  return {
    async hold(connectionId, until, work) {
      if (isAllowed(connectionId)) take(connectionId);
      else await wait(connectionId, until);
      try {
        return await work();
      } finally {
        giveBack(connectionId);
      }
    },
  };
}
