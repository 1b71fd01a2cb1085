/** Which fields of what we send may be left out, and what each of them is to people (contract 5.3, 6.3; C18). */
import { messagesOf } from "../domain/lesser-drafts.ts";
import type { MessageDraft, TicketDraft } from "../domain/ports/help-desk.ts";
import type { OptionalField, RejectedPart, Without } from "../domain/rejected-parts.ts";
import type { NamedField } from "./name-rejected.ts";

type FieldPart = Extract<RejectedPart, { kind: "field" }>["part"];

/** Of a ticket. What is not here is required, or has a kind of its own. */
const TICKET_FIELDS: Readonly<Record<string, FieldPart>> = {
  channel: "channel",
  via: "field",
  status: "status",
  external_id: "external id",
  subject: "subject",
  created_datetime: "time",
};

/** Of every message. */
const MESSAGE_FIELDS: Readonly<Record<string, FieldPart>> = {
  via: "field",
  public: "field",
  source: "source",
  external_id: "external id",
  created_datetime: "time",
  sent_datetime: "time",
  body_html: "formatting",
  body_text: "formatting",
};

/** What is said in these fields is this message's own. The others are the same in every message. */
const OWN_FIELDS = new Set(["body_html", "body_text"]);

const fieldOf =
  (of: "ticket" | "message") =>
  ([field, part]: [string, FieldPart]) =>
    ({ kind: "field", of, field, part, message: null }) as const;

/** What can be left out all at once. Some form of the words stays, and what keeps a message from being sent (M8). */
export const OPTIONAL_FIELDS: readonly OptionalField[] = [
  ...Object.entries(TICKET_FIELDS).map(fieldOf("ticket")),
  ...Object.entries(MESSAGE_FIELDS)
    .filter(([field]) => !["body_text", "public", "sent_datetime"].includes(field))
    .map(fieldOf("message")),
];

export function ticketParts(draft: TicketDraft, { path, words }: NamedField): RejectedPart[] {
  const [field = "", place = "", ...rest] = path;
  if (field === "customer") return [{ kind: "customer" }];
  if (field === "assignee_user")
    return draft.assigneeId === null ? [] : [{ kind: "assignee", userId: draft.assigneeId }];
  if (field === "tags") return tagParts(draft.tags, place, words);
  if (field === "messages") {
    const message = messagesOf(draft)[/^\d+$/.test(place) ? Number(place) : -1];
    return message ? messageParts(message, { path: rest, words }) : [];
  }
  const part = TICKET_FIELDS[field];
  return part ? [{ kind: "field", of: "ticket", field, part, message: null }] : [];
}

/** Of the message of a request of its own, or of one among those of a new ticket. */
export function messageParts(message: MessageDraft, { path: [field = "", place = ""] }: NamedField): RejectedPart[] {
  const { draft } = message;
  const itself: RejectedPart = { kind: "message", message: draft.externalId };
  if (field === "attachments") {
    const files = /^\d+$/.test(place) ? draft.files.slice(Number(place), Number(place) + 1) : draft.files;
    return files.map(({ url, name }) => ({ kind: "file", url, name }));
  }
  if (field === "sender") return senderParts(message);
  const part = MESSAGE_FIELDS[field];
  if (!part) return [itself];
  // Without it Gorgias would send the message to the customer (contract 6.3).
  if (field === "sent_datetime" && isOutgoing(message)) return [itself];
  return [{ kind: "field", of: "message", field, part, message: OWN_FIELDS.has(field) ? draft.externalId : null }];
}

function senderParts(message: MessageDraft): RejectedPart[] {
  if (message.kind === "note" || message.draft.direction === "outbound") {
    const { authorId } = message.draft;
    return authorId === null ? [] : [{ kind: "author", userId: authorId }];
  }
  return [{ kind: "author", userId: null }];
}

/** By its place or its name; none where it cannot be told which. */
export function tagParts(names: readonly string[], place: string, words: string): RejectedPart[] {
  const placed = /^\d+$/.test(place) ? names[Number(place)] : undefined;
  if (placed !== undefined) return [{ kind: "tag", name: placed }];
  const told = names.filter((name) => words.includes(name));
  // `VIP` is told as well where `VIP plus` is: the longest name counts.
  const longest = told.filter((name) => !told.some((other) => other !== name && other.includes(name)));
  const named = longest.length > 0 ? longest : names.length === 1 ? names : [];
  return named.map((name) => ({ kind: "tag", name }));
}

function isOutgoing(message: MessageDraft): boolean {
  return message.kind === "text" && message.draft.direction === "outbound";
}

function isIncoming(message: MessageDraft): boolean {
  return message.kind === "text" && message.draft.direction === "inbound";
}

/** The body without the fields that were rejected before. */
export function ticketWithout<T extends object>(body: T, { ticket }: Without): Partial<T> {
  return omit(body, (field) => field in TICKET_FIELDS && ticket.has(field));
}

export function messageWithout<T extends object>(body: T, message: MessageDraft, without: Without): Partial<T> {
  const kept = omit(body, (field) => {
    if (!(field in MESSAGE_FIELDS) && !(field === "sender" && isIncoming(message))) return false;
    // Nothing that is public, or might be, goes without: Gorgias would send it (contract 6.3).
    if (field === "sent_datetime" && (isOutgoing(message) || without.message.has("public"))) return false;
    return without.message.has(field) || without.message.has(`${field}@${message.draft.externalId}`);
  });
  // Some form of its words has to stay.
  if ("body_html" in kept || "body_text" in kept || !("body_text" in body)) return kept;
  return { ...kept, body_text: body.body_text };
}

function omit<T extends object>(body: T, isOmitted: (field: string) => boolean): Partial<T> {
  // The keys are those of the body, of which some are left out.
  return Object.fromEntries(Object.entries(body).filter(([field]) => !isOmitted(field))) as Partial<T>;
}
