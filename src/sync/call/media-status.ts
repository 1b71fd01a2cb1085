/** The status of a call's files: transferred, unavailable, or still to transfer. */
import type { Call, CallMedia, MediaKind } from "../../domain/call/call.ts";
import type { MediaOutcome } from "../../domain/ticket/media.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import { uploadOutcomeSchema, type Write } from "../../domain/ticket/write.ts";

/** The key of the write that transfers a file. The write belongs to the call, not to one of its tickets. */
export function uploadKey(kind: MediaKind): string {
  return `upload:${kind}`;
}

/** The outcome of each completed transfer. `leftOut` holds the URLs of files that no message may attach (C18). */
export function mediaOutcomes(
  writes: readonly Write[],
  leftOut: ReadonlySet<string> = new Set(),
): Partial<Record<MediaKind, MediaOutcome>> {
  const outcomes: Partial<Record<MediaKind, MediaOutcome>> = {};
  for (const kind of ["recording", "voicemail"] as const) {
    const write = writes.find((candidate) => candidate.key === uploadKey(kind));
    if (write?.state !== "done") continue;
    const outcome = uploadOutcomeSchema.parse(write.outcome);
    const isLeftOut = outcome.kind === "attached" && leftOut.has(outcome.file.url);
    outcomes[kind] = isLeftOut ? { kind: "refused", reason: { code: "attachment_rejected" } } : outcome;
  }
  return outcomes;
}

/** Files that should be attached and whose transfer is not completed yet (C10). */
export function mediaToTransfer(call: Call, writes: readonly Write[], settings: Settings): CallMedia[] {
  if (settings.media !== "attach") return [];
  const dealtWith = mediaOutcomes(writes);
  return call.media.filter((media) => dealtWith[media.kind] === undefined);
}
