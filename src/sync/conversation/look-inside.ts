/** Reads the beginning of a file to see what it is, and gives the whole file back: what a sender says of it is not believed (M9). */
import { fileTypeStream } from "file-type";

/**
 * Small pictures are looked at whole, so that what is told of one does not depend on the pieces it arrives in: a TIFF tells
 * what it is wherever it pleases.
 */
const BEGINNING_BYTES = 65_536;

export async function lookInside(
  source: ReadableStream<Uint8Array>,
): Promise<{ type: string | null; extension: string | null; stream: ReadableStream<Uint8Array> }> {
  const stream = await fileTypeStream(source, { sampleSize: BEGINNING_BYTES });
  return { type: stream.fileType?.mime ?? null, extension: stream.fileType?.ext ?? null, stream };
}
