/** What of a conversation is to be written into its ticket, computed from the given facts alone (M7, M10). */
import { asTagName } from "../call/call-tags.ts";
import { nameOf, type Customer, type Introduction } from "../customer/customer.ts";
import { customerNotFoundNote } from "../notes/customer-not-found-note.ts";
import { renderNote, type RenderedNote } from "../notes/note.ts";
import { isOwnLine, type OwnLine } from "../customer/unknown-caller.ts";
import { firstAdmin, type HelpDeskUser } from "../customer/people.ts";
import type { Translations } from "../translations/translations.ts";
import type { PlannedMessage, TicketPlan } from "../ticket/plan.ts";
import type { LeftOutSoFar } from "../ticket/rejected-parts.ts";
import { ticketIdOf, type Entry } from "./entries.ts";
import { agentOf, type SignedEntry } from "./sign-entry.ts";
import { threadPhone } from "./thread-phone.ts";

/** An entry, or the note before the first entry that introduces the customer (C2). */
export type ThreadMessage = PlannedMessage & { entry: SignedEntry; introduction?: RenderedNote & { authorId: number } };

export interface ThreadPlan extends TicketPlan<ThreadMessage> {
  /** The external id of the ticket that is opened with these messages. */
  externalId: string;
  /** The user who signs where Gorgias rejects another user. */
  adminId: number | null;
  /** Unix seconds. */
  createdAt: number;
}

export interface ThreadFacts {
  translations: Translations;
  users: readonly HelpDeskUser[];
  customer: Customer;
  /** How the ticket introduces a customer who was not found by number. Null where it does not. */
  introduction: Introduction | null;
  ownLines: readonly OwnLine[];
  /** Parts that the help desk rejected before (C18). */
  leftOut: LeftOutSoFar;
}

/** The plan of a ticket that is opened with these entries. The first entry names it. */
export function planThread(entries: readonly [SignedEntry, ...SignedEntry[]], facts: ThreadFacts): ThreadPlan {
  const { translations, users, customer, leftOut } = facts;
  const [first] = entries;
  const agents = entries.flatMap((entry) => agentOf(entry, users) ?? []);
  const subject = translations.say("subject.sms", {
    customer: nameOf(customer, threadPhone(first.message), translations),
  });
  // The first agent who answered, as if each message had been written when it was sent (C4, C15).
  const assigneeId = agents[0] ?? null;
  return {
    externalId: ticketIdOf(first),
    subject: subject.slice(0, 998).toWellFormed(),
    customerId: customer.id,
    assigneeId: assigneeId !== null && leftOut.assignees.has(assigneeId) ? null : assigneeId,
    tags: tagsOf(entries, translations).filter((tag) => !leftOut.tags.has(tag)),
    messages: [
      ...introductionOf(first, facts),
      ...entries.map((entry) => ({ key: entry.key, waitsUntil: null, entry })),
    ],
    stage: "finished",
    tagsFirst: true,
    adminId: adminOf(facts),
    createdAt: first.at / 1000,
  };
}

/** M10: one tag for all message tickets, and the name of each line. */
function tagsOf(entries: readonly Entry[], translations: Translations): string[] {
  const lines = entries.map(({ message }) => asTagName(message.line?.name ?? ""));
  return [...new Set([translations.say("tag.aircallSms"), ...lines.filter(Boolean)])];
}

function adminOf({ users, leftOut }: ThreadFacts): number | null {
  return firstAdmin(users.filter(({ id }) => !leftOut.authors.has(id)))?.id ?? null;
}

/** C2: a customer who had to be created was not found by phone number. Without a user to sign it, no note (C5). */
function introductionOf(first: SignedEntry, facts: ThreadFacts): ThreadMessage[] {
  const { translations, introduction, ownLines } = facts;
  const customerPhone = threadPhone(first.message);
  const authorId = adminOf(facts);
  if (!introduction || authorId === null || isOwnLine(customerPhone, ownLines)) return [];
  if (customerPhone.kind === "anonymous" || customerPhone.kind === "word") return [];
  const { html, text } = renderNote(
    customerNotFoundNote(customerPhone, translations, introduction),
    translations.language,
  );
  const note = { html, text, authorId };
  return [{ key: `${first.key}:customer-not-found`, waitsUntil: null, entry: first, introduction: note }];
}
