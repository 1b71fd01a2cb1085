/** Reads an answer as text, up to a size. */

/** Larger than a page of a hundred long messages. */
export const MOST_ANSWER_BYTES = 32 * 1024 * 1024;
/** Larger than any error, token or setting. */
export const MOST_SMALL_BYTES = 256 * 1024;

export interface ReadText {
  text: string;
  /** False if the answer is larger. The rest is not read, and its connection is closed. */
  whole: boolean;
}

/** Counts the bytes after decompression, because a small body may unpack to a huge one. */
export async function readText({ body }: Response, mostBytes: number): Promise<ReadText> {
  if (!body) return { text: "", whole: true };
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the body.
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) {
      pieces.push(piece.subarray(0, piece.byteLength - (bytes - mostBytes)));
      return { text: decode(pieces), whole: false };
    }
    pieces.push(piece);
  }
  return { text: decode(pieces), whole: true };
}

function decode(pieces: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/**
 * A `fetch` whose answers are small and have been read in full, for libraries that may leave a body unread. Rejects if
 * an answer is larger.
 */
export function fetchSmall(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const { text, whole } = await readText(response, MOST_SMALL_BYTES);
    if (!whole) throw new Error("the answer is too large");
    const { status, statusText, headers } = response;
    return new Response(text === "" ? null : text, { status, statusText, headers });
  };
}
