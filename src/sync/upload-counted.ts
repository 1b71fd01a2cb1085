/** Uploads a file whose bytes are counted, and tells what will never be taken from what is to be tried again (C10, M9). */
import type { LeftOut } from "../domain/left-out.ts";
import type { MediaOutcome } from "../domain/media.ts";
import type { FileDesk, OutgoingFile } from "../domain/ports/help-desk.ts";
import { RequestError } from "../kit/request-error.ts";
import type { WatchedSource } from "./watch-source.ts";

/** The file comes from the source that counts it. Rejects where the same upload may succeed another time. */
export async function uploadCounted(
  files: FileDesk,
  file: OutgoingFile,
  counter: Pick<WatchedSource, "bytes" | "overflowed">,
): Promise<MediaOutcome> {
  try {
    const stored = await files.upload(file);
    if (stored.kind === "too large") return { kind: "too large", bytes: file.size ?? counter.bytes() };
    return { kind: "attached", file: stored.file };
  } catch (error) {
    if (counter.overflowed()) return { kind: "too large", bytes: counter.bytes() };
    if (isAboutFile(error))
      return { kind: "refused", reason: { code: "file_rejected" }, leftOut: [entryOf(file, error)] };
    throw error;
  }
}

/** Refused for what it is, not for who we are. */
function isAboutFile(error: unknown): error is RequestError {
  return error instanceof RequestError && error.fate === "refused" && error.status !== 401 && error.status !== 403;
}

function entryOf({ name }: OutgoingFile, { status, detail }: RequestError): LeftOut {
  return { part: "attachment", value: name, code: "rejected", vendor: "gorgias", status, detail };
}
