/**
 * Detects the type of a file from its first bytes, and returns the whole file. Does not trust the declared type (C10,
 * M9).
 */
import { fileTypeFromBuffer } from "file-type";

/**
 * Files up to this size are inspected whole, so the result does not depend on how the stream is split. A TIFF may hold
 * its type anywhere.
 */
const BEGINNING_BYTES = 65_536;

export interface LookedInside {
  /** The type that the bytes show. Null if they show none. */
  type: string | null;
  extension: string | null;
  beginning: Uint8Array;
  stream: ReadableStream<Uint8Array>;
}

export async function lookInside(source: ReadableStream<Uint8Array>): Promise<LookedInside> {
  const reader = source.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < BEGINNING_BYTES) {
    const piece = await reader.read();
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
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { type: found?.mime ?? null, extension: found?.ext ?? null, beginning, stream };
}
