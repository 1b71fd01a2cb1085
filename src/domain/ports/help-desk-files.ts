/** How files reach the help desk. Each promise may reject with a RequestError (kit). */
import type { StoredFile } from "../ticket/media.ts";

export interface HelpDeskFiles {
  /** `too large`: the help desk does not take a file of that size. */
  upload(file: OutgoingFile): Promise<{ kind: "stored"; file: StoredFile } | { kind: "too large" }>;
}

/** A file that is read once, chunk by chunk. */
export interface OutgoingFile {
  name: string;
  contentType: string;
  /** Bytes. Null when the source does not say. */
  size: number | null;
  stream: ReadableStream<Uint8Array>;
  /** Aborts the upload at any point. */
  until?: AbortSignal;
}
