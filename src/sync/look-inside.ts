/** Reads the beginning of a file to see what it is, and gives the whole file back: what is said of it is not believed (C10, M9). */
import { fileTypeFromBuffer } from "file-type";

/**
 * Small files are looked at whole, so that what is told of one does not depend on the pieces it arrives in: a TIFF tells
 * what it is wherever it pleases.
 */
const BEGINNING_BYTES = 65_536;

export interface LookedInside {
  /** What the bytes show; null where they show nothing. */
  type: string | null;
  extension: string | null;
  beginning: Uint8Array;
  stream: ReadableStream<Uint8Array>;
}

export async function lookInside(source: ReadableStream<Uint8Array>): Promise<LookedInside> {
  const reader = source.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let ended = false;
  while (!ended && bytes < BEGINNING_BYTES) {
    const piece = await reader.read();
    ended = piece.done;
    if (piece.done) break;
    pieces.push(piece.value);
    bytes += piece.value.byteLength;
  }
  const beginning = Buffer.concat(pieces).subarray(0, BEGINNING_BYTES);
  const found = await fileTypeFromBuffer(beginning);
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = pieces.shift();
        if (next) return controller.enqueue(next);
        const { done, value } = ended ? { done: true, value: undefined } : await reader.read();
        if (done || !value) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { type: found?.mime ?? null, extension: found?.ext ?? null, beginning, stream };
}
