/** Reads a text part of an MMS: its words belong into the text, not beside it as a file (M9). */
import { beginningOf } from "../../domain/conversation/conversation-plan.ts";
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { SourceError } from "./watch-source.ts";

type Words = Extract<FileOutcome, { kind: "words" }>;

/** `said` is in the text alone: what is kept of the part is only its beginning, for people. */
export type ReadWords = Words & { said: string };

/** Some forty times what a text holds. A longer part is a file. */
const MOST_BYTES = 65_536;

/** `type` may name the charset. What is too long, or no text in its bytes, is told as a file of another type. */
export async function readWords(
  stream: ReadableStream<Uint8Array>,
  type: string | null,
): Promise<ReadWords | Extract<FileOutcome, { kind: "other type" }>> {
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
  return { kind: "words", beginning: beginningOf(said), said };
}

/** Its words once more, for another try at writing the text; its beginning where they cannot be had any more. */
export async function readAgain(known: Words, read: () => Promise<FileOutcome | ReadWords>): Promise<string> {
  try {
    const again = await read();
    return "said" in again ? again.said : known.beginning;
  } catch (error) {
    if (error instanceof SourceError) return known.beginning;
    throw error;
  }
}

function charsetIn(type: string | null): string {
  return /charset\s*=\s*"?([\w:.-]+)/i.exec(type ?? "")?.[1] ?? "utf-8";
}

/** Old phones write Latin letters in one byte whatever they say. */
function decode(bytes: Uint8Array, charset: string): string | null {
  for (const label of [charset, "utf-8", "windows-1252"]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Of another charset, or one that nobody knows.
    }
  }
  return null;
}
