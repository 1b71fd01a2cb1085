/** Reads the beginning of a file to see what it is, and gives the whole file back: what a sender says of it is not believed (M9). */
import { fileTypeFromBuffer } from "file-type";

/** As much as any of the attached types needs to be known by. */
const BEGINNING_BYTES = 4_100;

export async function lookInside(
  stream: ReadableStream<Uint8Array>,
): Promise<{ type: string | null; extension: string | null; stream: ReadableStream<Uint8Array> }> {
  const reader = stream.getReader();
  const beginning: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < BEGINNING_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    beginning.push(value);
    bytes += value.byteLength;
  }
  const found = await fileTypeFromBuffer(Buffer.concat(beginning));
  return { type: found?.mime ?? null, extension: found?.ext ?? null, stream: restored(beginning, reader) };
}

/** What was read, then the rest. */
function restored(
  beginning: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = beginning.shift();
      if (first) return controller.enqueue(first);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
