/** The note that carries a recording or a voicemail, or says why it does not (C10). */
import type { CallMedia } from "../call.ts";
import type { MediaOutcome } from "../media.ts";
import type { NoteSurroundings } from "./call-notes.ts";
import type { NoteContent } from "./note.ts";

/** The outcome for the file. `linked` where the admin wants a link only. Null when there is nothing to say. */
export function mediaNote(
  callId: string,
  media: CallMedia,
  outcome: MediaOutcome | { kind: "linked" },
  { texts, callUrl }: NoteSurroundings,
): NoteContent | null {
  const title = texts.say(media.kind === "recording" ? "note.recording" : "note.voicemail");
  const dashboard = callUrl(callId);
  const link = { label: texts.say("field.dashboardLink"), value: dashboard, href: dashboard };
  const say = (sentence: string): NoteContent => ({ title, fields: [link], sentences: [sentence] });
  switch (outcome.kind) {
    case "attached":
      return say(texts.say("sentence.mediaAttached"));
    case "too large":
      return say(texts.say("sentence.mediaTooLarge", { size: String(Math.ceil(outcome.bytes / 1024 / 1024)) }));
    case "refused":
      return say(texts.say("sentence.mediaRefused"));
    case "linked":
      return say(texts.say("sentence.mediaLinked"));
    case "gone":
      return null;
    default:
      return outcome satisfies never;
  }
}
