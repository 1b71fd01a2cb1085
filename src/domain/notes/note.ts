/** A note before it is HTML: a title, labelled values, sentences. All of it may be untrusted external text. */
import type { Language } from "../translations/translations.ts";

export interface NoteField {
  label: string;
  value: string;
  /** Makes the value a link. Only for addresses that the service built itself. */
  href?: string;
}

export interface NoteContent {
  title: string;
  fields: NoteField[];
  /** Shown under the fields, one paragraph each. */
  sentences: string[];
}

export interface RenderedNote {
  html: string;
  text: string;
}

/** French puts a no-break space before it. */
const COLON: Record<Language, string> = { en: ":", fr: "\u00a0:" };

/** The note as Gorgias stores it, escaped, and as plain text. Omits fields without value. */
export function renderNote(note: NoteContent, language: Language): RenderedNote {
  const colon = COLON[language];
  const fields = note.fields.filter((field) => field.value !== "");
  const rows = fields.map((field) => `<li><b>${escapeHtml(field.label)}${colon}</b> ${renderValue(field)}</li>`);
  const paragraphs = note.sentences.map((sentence) => `<p>${withBreaks(sentence)}</p>`);
  const list = rows.length > 0 ? `<ul>${rows.join("")}</ul>` : "";
  const lines = fields.map(
    ({ label, value, href }) => `${label}${colon} ${value}${href && href !== value ? ` ${href}` : ""}`,
  );
  return {
    html: `<p><b>${escapeHtml(note.title)}</b></p>${list}${paragraphs.join("")}`,
    text: [note.title, ...lines, ...note.sentences].join("\n"),
  };
}

function renderValue(field: NoteField): string {
  const shown = withBreaks(field.value);
  return field.href ? `<a href="${escapeHtml(field.href)}">${shown}</a>` : shown;
}

function withBreaks(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/g, "<br>");
}

/** Escapes text to HTML that shows exactly that text. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
