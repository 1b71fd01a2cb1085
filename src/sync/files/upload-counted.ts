/**
 * Uploads a file and counts its bytes. Separates files that Gorgias will never accept from uploads to retry (C10, M9).
 */
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import type { MediaOutcome } from "../../domain/ticket/media.ts";
import type { HelpDeskFiles, OutgoingFile } from "../../domain/ports/help-desk-files.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { WatchedSource } from "./watch-source.ts";

/** `counter` is the source of the file. Rejects if the same upload may succeed later. */
export async function uploadCounted(
  files: HelpDeskFiles,
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

/** True if Gorgias rejected the file itself, not our credential. */
function isAboutFile(error: unknown): error is RequestError {
  return error instanceof RequestError && error.fate === "refused" && error.status !== 401 && error.status !== 403;
}

function entryOf({ name }: OutgoingFile, { status, detail }: RequestError): LeftOut {
  return { part: "attachment", value: name, code: "rejected", vendor: "gorgias", status, detail };
}
