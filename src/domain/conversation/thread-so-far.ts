/** What the writes of a conversation add up to for the ticket of the next message. Pure. */
import type { WrittenTicket } from "../ticket/plan.ts";
import { tagsIntentSchema, threadTicketIntentSchema, threadTicketOutcomeSchema, type Write } from "../ticket/write.ts";
import { isEntryKey } from "./entries.ts";

/** A conversation moves through many tickets, and back to earlier ones. `ticketId` is the chosen one. */
export function threadSoFar(
  writes: readonly Write[],
  ticketId: number | null,
  shownTags: readonly string[] = [],
): WrittenTicket {
  const opened = ticketsOpened({ writes });
  const written = [
    ...writes.flatMap(({ key, state }) => (isEntryKey(key) && state !== "intended" ? [key] : [])),
    ...openings(writes).flatMap(({ intent }) => intent.entries),
  ];
  return {
    generation: ticketId === null ? opened + 1 : opened,
    ticketId,
    tags: new Set([...(ticketId === null ? [] : tagsPut(writes, ticketId)), ...shownTags]),
    messages: new Map(written.map((key) => [key, { digest: null, messageId: null }])),
    withoutFiles: new Set(),
    inDoubt: new Set(),
    // The search for the ticket reopens it and assigns it to its agent.
    assigneeId: undefined,
    opened: true,
    heading: null,
  };
}

/** How many tickets were opened for this conversation. */
export function ticketsOpened({ writes }: { writes: readonly Write[] }): number {
  return openings(writes).length;
}

/** Whether the conversation opened this ticket itself. It may also go on in a ticket that theirs was merged into. */
export function hasOpened({ writes }: { writes: readonly Write[] }, ticketId: number): boolean {
  return openings(writes).some((opening) => opening.ticketId === ticketId);
}

function openings(writes: readonly Write[]) {
  const done = writes.filter(({ key, state }) => key === "ticket" && state === "done");
  return done.map(({ intent, outcome }) => ({
    intent: threadTicketIntentSchema.parse(intent),
    ticketId: threadTicketOutcomeSchema.parse(outcome).ticketId,
  }));
}

/** Tags that we have put on this ticket, even if an agent has removed them since. */
function tagsPut(writes: readonly Write[], ticketId: number): string[] {
  const openedWith = openings(writes).flatMap((opening) => (opening.ticketId === ticketId ? opening.intent.tags : []));
  const added = writes.filter(({ key, state }) => key.startsWith("tags:") && state !== "intended");
  const intents = added.map(({ intent }) => tagsIntentSchema.parse(intent));
  return [...openedWith, ...intents.flatMap((put) => (put.ticketId === ticketId ? put.tags : []))];
}
