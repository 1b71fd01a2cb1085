/** The note that carries a recording or a voicemail, or says why it does not (C10). */
import type { CallMedia } from "../call/call.ts";
import type { MediaOutcome } from "../ticket/media.ts";
import type { NoteSurroundings } from "./call-notes.ts";
import type { NoteContent } from "./note.ts";

/** The outcome for the file. `linked` where the admin wants a link only. Null when there is nothing to say. */
export function mediaNote(
  callId: string,
  media: CallMedia,
  outcome: MediaOutcome | { kind: "linked" },
  { translations, callUrl }: NoteSurroundings,
): NoteContent | null {
  const title = translations.say(media.kind === "recording" ? "note.recording" : "note.voicemail");
  const dashboard = callUrl(callId);
  const link = { label: translations.say("field.dashboardLink"), value: dashboard, href: dashboard };
  const say = (sentence: string): NoteContent => ({ title, fields: [link], sentences: [sentence] });
  switch (outcome.kind) {
    case "attached":
      return say(translations.say("sentence.mediaAttached"));
    case "too large":
      return say(translations.say("sentence.mediaTooLarge", { size: String(Math.ceil(outcome.bytes / 1024 / 1024)) }));
    case "refused":
      return say(translations.say("sentence.mediaRefused"));
    case "linked":
      return say(translations.say("sentence.mediaLinked"));
    case "gone":
      return null;
    default:
      return outcome satisfies never;
  }
}
