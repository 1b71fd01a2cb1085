/** Reads a text part of an MMS. Its words belong into the message, not beside it as a file (M9). */
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";

/** About forty times the length of a message. A longer part is a file. */
const MOST_BYTES = 65_536;

/** `type` may name the charset. A part that is too long or is no text becomes a file of another type. */
export async function readWords(stream: ReadableStream<Uint8Array>, type: string | null): Promise<FileOutcome> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > MOST_BYTES) break;
    chunks.push(chunk);
  }
  const said = bytes > MOST_BYTES ? null : decode(Buffer.concat(chunks), charsetIn(type));
  if (said === null || said.includes("\u0000")) return { kind: "other type", type: "text/plain" };
  return { kind: "words", said };
}

function charsetIn(type: string | null): string {
  return /charset\s*=\s*"?([\w:.-]+)/i.exec(type ?? "")?.[1] ?? "utf-8";
}

/** Old phones write Latin letters in one byte, whatever charset they declare. */
function decode(bytes: Uint8Array, charset: string): string | null {
  for (const label of [charset, "utf-8", "windows-1252"]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // The bytes are in another charset, or the label is unknown.
    }
  }
  return null;
}
