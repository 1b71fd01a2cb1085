/** A message that has to go without some of its files says so, as one whose file could not be had does (M9, C18). */
import { escapeHtml } from "../../domain/notes/note.ts";
import type { StoredFile } from "../../domain/media.ts";
import type { MessageDraft } from "../../domain/ports/help-desk.ts";
import type { Texts } from "../../domain/texts/texts.ts";

/** Without the files that are `dropped`; the same draft where it has none of them. */
export function dropFiles(message: MessageDraft, dropped: (file: StoredFile) => boolean, texts: Texts): MessageDraft {
  const missing = message.draft.files.filter(dropped);
  if (missing.length === 0) return message;
  const reason = texts.say("fileReason.rejected");
  const lines = missing.map(({ name }) => texts.say("message.fileMissing", { file: name, reason }));
  const changed = {
    files: message.draft.files.filter((file) => !dropped(file)),
    text: [message.draft.text, ...lines].join("\n"),
    html: [message.draft.html, ...lines.map((line) => `<p><i>${escapeHtml(line)}</i></p>`)].join(""),
  };
  return message.kind === "note"
    ? { kind: "note", draft: { ...message.draft, ...changed } }
    : { kind: "text", draft: { ...message.draft, ...changed } };
}
