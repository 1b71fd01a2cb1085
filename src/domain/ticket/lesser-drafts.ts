/**
 * What to send instead where a rejection names no part: the same draft with fewer and fewer optional parts. Few
 * requests then find what is accepted (C18). Pure.
 */
import type { MessageDraft, TicketDraft } from "../ports/help-desk.ts";
import type { OptionalField, RejectedPart, Without } from "./rejected-parts.ts";

export interface LesserOptions {
  without: Without;
  /** The user who signs where the help desk rejects another. */
  adminId: number | null;
  /** All fields that the help desk can do without. */
  fields: readonly OptionalField[];
  /** The message as it reads without its files. */
  withoutFiles(message: MessageDraft): MessageDraft;
}

/** `leaves`: the parts that were rejected if this draft is accepted. `lacks`: fields of which some were rejected. */
export interface Lesser<D> {
  draft: D;
  without: Without;
  leaves: RejectedPart[];
  lacks: OptionalField[];
}

/** Each has less than the one before. Tags and assignee can be added later, so they go first. */
export function lesserTickets(draft: TicketDraft, options: LesserOptions): Lesser<TicketDraft>[] {
  const first = { draft: { ...draft, tags: [], assigneeId: null }, without: options.without, leaves: [], lacks: [] };
  const isLess = draft.tags.length > 0 || draft.assigneeId !== null;
  const messages = draft.messages.map((message) => lesserMessages(message, options));
  const most = Math.max(...messages.map((steps) => steps.length), 0);
  const later = Array.from({ length: most }, (_, step) => {
    // The last step of each message leaves out the most, so that all messages end with it together.
    const forms = draft.messages.map((message, i) => {
      const steps = messages[i] ?? [];
      return steps[step - (most - steps.length)] ?? { draft: message, without: options.without, leaves: [], lacks: [] };
    });
    const last = forms.at(-1);
    return {
      draft: { ...first.draft, messages: forms.map((form) => form.draft) },
      without: last?.without ?? options.without,
      leaves: forms.flatMap(({ leaves }) => leaves),
      lacks: last?.lacks ?? [],
    };
  });
  return [...(isLess ? [first] : []), ...later];
}

/** These fields identify and order a message or ticket. They are given up last. */
const LAST: ReadonlySet<OptionalField["part"]> = new Set(["external id", "time", "channel", "status"]);

/** In order: signed by an admin, then without files, then with little but text, name and time, then with text alone. */
export function lesserMessages(message: MessageDraft, options: LesserOptions): Lesser<MessageDraft>[] {
  const { without, adminId, fields } = options;
  const steps: Lesser<MessageDraft>[] = [];
  const { authorId, files } = message.draft;
  if (adminId !== null && authorId !== null && authorId !== adminId) {
    const leaves: RejectedPart[] = [{ kind: "author", userId: authorId }];
    steps.push({ draft: withAuthor(message, adminId), without, leaves, lacks: [] });
  }
  const wordsOnly = files.length > 0 ? options.withoutFiles(message) : message;
  if (files.length > 0) {
    const leaves = files.map(({ url, name }): RejectedPart => ({ kind: "file", url, name }));
    steps.push({ draft: wordsOnly, without, leaves, lacks: [] });
  }
  const bare = withAuthor(wordsOnly, null);
  const first = fields.filter(({ part }) => !LAST.has(part));
  for (const lacks of [first, fields])
    steps.push({ draft: bare, without: more(without, lacks), leaves: [], lacks: [...lacks] });
  return steps;
}

function more({ ticket, message }: Without, fields: readonly OptionalField[]): Without {
  const names = (of: "ticket" | "message") => fields.flatMap((field) => (field.of === of ? [field.field] : []));
  return {
    ticket: new Set([...ticket, ...names("ticket")]),
    message: new Set([...message, ...names("message"), "sender"]),
  };
}

function withAuthor(message: MessageDraft, authorId: number | null): MessageDraft {
  return message.kind === "note"
    ? { kind: "note", draft: { ...message.draft, authorId } }
    : { kind: "text", draft: { ...message.draft, authorId } };
}
