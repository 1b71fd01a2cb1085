/** Renders a message for its ticket: its text, with lines above and below for what the text alone does not say. */
import { displayNumber, readPhone } from "../phone/phone.ts";
import { escapeHtml, type RenderedNote } from "../notes/note.ts";
import type { TextKey, Translations } from "../translations/translations.ts";
import type { FileOutcome } from "./file-outcome.ts";
import type { TextMessage } from "./text-message.ts";

/**
 * `files`: the outcomes of the message's files, in order. `words`: what its text parts say. All of it may come from an
 * unknown caller.
 */
export function renderMessage(
  message: TextMessage,
  files: readonly FileOutcome[],
  words: readonly string[],
  translations: Translations,
): RenderedNote {
  const above = headLines(message, translations);
  const below = message.files.flatMap((file, i) => missingLine(file.name, files[i], translations));
  const attached = files.some((file) => file.kind === "attached");
  const said = saidIn(message.body, words);
  const body = said === "" ? (attached ? "" : translations.say("message.empty")) : said;
  const small = (line: string) => `<p><i>${escapeHtml(line)}</i></p>`;
  const main = body === "" ? "" : `<p>${escapeHtml(body).replaceAll(/\r?\n/g, "<br>")}</p>`;
  const html = [...above.map(small), main, ...below.map(small)].join("");
  const text = [...above, ...(body === "" ? [] : [body]), ...below].join("\n");
  // A message may consist of files alone. Gorgias may refuse an empty body (Gorgias contract 6.3).
  const onlyFiles = translations.say("message.filesOnly");
  return { html: html || small(onlyFiles), text: text || onlyFiles };
}

/** Some phones put the words into a part, some into the body, some into both. */
export function saidIn(body: string, words: readonly string[]): string {
  const fresh = words.filter((part) => !body.includes(part.trim()));
  return [...(body.trim() === "" ? [] : [body]), ...fresh].join("\n");
}

function headLines(message: TextMessage, translations: Translations): string[] {
  const { channel, group, customerDigits, direction, line } = message;
  const country = line?.country ?? null;
  const lines: string[] = [];
  if (channel !== null && !["sms", "mms"].includes(channel.toLowerCase())) {
    const known = channel.toLowerCase() === "whatsapp";
    lines.push(known ? translations.say("message.whatsapp") : translations.say("message.channel", { channel }));
  }
  if (group) {
    const participants = group.participants.map((digits) => displayNumber(digits, country)).join(", ");
    lines.push(translations.say("message.group", { participants }));
  }
  const named = readPhone(customerDigits, country);
  const unknowable = named.kind === "anonymous" && named.told !== null;
  if (direction === "inbound" && customerDigits !== null && (group !== null || unknowable)) {
    lines.push(translations.say("message.from", { sender: displayNumber(customerDigits, country) }));
  }
  return lines;
}

/** Outcomes with nothing missing from the message. */
const SHOWN = ["attached", "words", "layout"] as const;

const REASONS = {
  "other type": "fileReason.otherType",
  disguised: "fileReason.disguised",
  "too large": "fileReason.tooLarge",
  refused: "fileReason.refused",
  gone: "fileReason.gone",
  "no link": "fileReason.noLink",
} as const satisfies Record<Exclude<FileOutcome["kind"], (typeof SHOWN)[number]>, TextKey>;

function missingLine(name: string, outcome: FileOutcome | undefined, translations: Translations): string[] {
  const kind = outcome?.kind ?? "gone";
  if (isShown(kind)) return [];
  const reason = translations.say(REASONS[kind]);
  return [translations.say("message.fileMissing", { file: name, reason })];
}

function isShown(kind: FileOutcome["kind"]): kind is (typeof SHOWN)[number] {
  return (SHOWN as readonly string[]).includes(kind);
}
