/** How the files of a call stand: carried over, not to be had, or still to be carried. */
import type { Call, CallMedia, MediaKind } from "../domain/call.ts";
import type { MediaOutcome } from "../domain/media.ts";
import type { Settings } from "../domain/settings.ts";
import { uploadOutcomeSchema, type Write } from "../domain/write.ts";

/** The key of the write that carries a file over; it belongs to the call, not to one of its tickets. */
export function uploadKey(kind: MediaKind): string {
  return `upload:${kind}`;
}

/** How the transfer of each file ended, where it has. `leftOut`: files that no message may carry (C18). */
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

/** Files that should be attached and have not been dealt with yet (C10). */
export function mediaToCarry(call: Call, writes: readonly Write[], settings: Settings): CallMedia[] {
  if (settings.media !== "attach") return [];
  const dealtWith = mediaOutcomes(writes);
  return call.media.filter((media) => dealtWith[media.kind] === undefined);
}
