/** What of a conversation is to be written into its ticket, computed from the given facts alone (M7, M10). */
import { nameOf, type Customer, type Introduction } from "../customer.ts";
import { customerNotFoundNote } from "../notes/customer-not-found-note.ts";
import { renderNote, type RenderedNote } from "../notes/note.ts";
import { isOwnLine, type OwnLine } from "../own-lines.ts";
import { firstAdmin, type DeskUser } from "../people.ts";
import type { Texts } from "../texts/texts.ts";
import type { PlannedMessage, TicketPlan } from "../ticket/plan.ts";
import type { LeftOutSoFar } from "../ticket/rejected-parts.ts";
import { ticketIdOf, type Entry } from "./entries.ts";
import { agentOf, type SignedEntry } from "./sign-entry.ts";
import { threadCaller } from "./thread-caller.ts";

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
  texts: Texts;
  users: readonly DeskUser[];
  customer: Customer;
  /** How the ticket introduces a customer who was not found by number. Null where it does not. */
  introduction: Introduction | null;
  ownLines: readonly OwnLine[];
  /** Parts that the help desk rejected before (C18). */
  leftOut: LeftOutSoFar;
}

/** The plan of a ticket that is opened with these entries. The first entry names it. */
export function planThread(entries: readonly [SignedEntry, ...SignedEntry[]], facts: ThreadFacts): ThreadPlan {
  const { texts, users, customer, leftOut } = facts;
  const [first] = entries;
  const agents = entries.flatMap((entry) => agentOf(entry, users) ?? []);
  const subject = texts.say("subject.sms", { customer: nameOf(customer, threadCaller(first.message), texts) });
  // The first agent who answered, as if each message had been written when it was sent (C4, C15).
  const assigneeId = agents[0] ?? null;
  return {
    externalId: ticketIdOf(first),
    subject: subject.slice(0, 998).toWellFormed(),
    customerId: customer.id,
    assigneeId: assigneeId !== null && leftOut.assignees.has(assigneeId) ? null : assigneeId,
    tags: tagsOf(entries, texts).filter((tag) => !leftOut.tags.has(tag)),
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
function tagsOf(entries: readonly Entry[], texts: Texts): string[] {
  const lines = entries.flatMap(({ message }) => message.line?.name.slice(0, 256) ?? []);
  return [...new Set([texts.say("tag.aircallSms"), ...lines])];
}

function adminOf({ users, leftOut }: ThreadFacts): number | null {
  return firstAdmin(users.filter(({ id }) => !leftOut.authors.has(id)))?.id ?? null;
}

/** C2: a customer who had to be created was not found by phone number. Without a user to sign it, no note (C5). */
function introductionOf(first: SignedEntry, facts: ThreadFacts): ThreadMessage[] {
  const { texts, introduction, ownLines } = facts;
  const caller = threadCaller(first.message);
  const authorId = adminOf(facts);
  if (!introduction || authorId === null || isOwnLine(caller, ownLines)) return [];
  if (caller.kind === "anonymous" || caller.kind === "word") return [];
  const { html, text } = renderNote(customerNotFoundNote(caller, texts, introduction), texts.language);
  const note = { html, text, authorId };
  return [{ key: `${first.key}:customer-not-found`, waitsUntil: null, entry: first, introduction: note }];
}
