/** Reads the body of a download piece by piece. Fails if too little arrives while the reader waits. */
import type { IncomingMessage } from "node:http";

export interface BodyTimeout {
  idleMs: number;
  leastBytes: number;
}

/** Only the wait for the server counts. A slow reader costs the server nothing. */
export function timedBody(response: IncomingMessage, { idleMs, leastBytes }: BodyTimeout): ReadableStream<Uint8Array> {
  const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let waitedMs = 0;
  let bytes = 0;
  async function next(): Promise<IteratorResult<Uint8Array>> {
    const began = performance.now();
    const timer = setTimeout(
      () => response.destroy(new Error("too little came for too long")),
      Math.max(0, idleMs - waitedMs),
    );
    try {
      return await pieces.next();
    } finally {
      clearTimeout(timer);
      waitedMs += performance.now() - began;
    }
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await next();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes >= leastBytes) [waitedMs, bytes] = [0, 0];
        controller.enqueue(value);
      },
      cancel: () => void response.destroy(),
    },
    { highWaterMark: 0 },
  );
}
