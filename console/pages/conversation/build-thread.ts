/** Adds to the messages of a conversation where a ticket was reopened, and where the next one starts and why. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { isRecord, type ShownText } from "./read-conversation.ts";

type Write = ActivityDetailAnswer["writes"][number];

export type ThreadPart =
  | { kind: "message"; message: ShownText }
  /** `left` is the previous ticket. `why` is the service's code for the reason, null if unknown. */
  | { kind: "next ticket"; ticketId: number; left: number | null; why: string | null }
  | { kind: "reopened"; ticketId: number };

/** The messages in order, each after the changes of its ticket. */
export function buildThread(messages: readonly ShownText[], writes: readonly Write[]): ThreadPart[] {
  const parts: ThreadPart[] = [];
  const reopened = writes.filter(isReopening);
  let ticket: number | null = null;
  for (const message of messages) {
    const { ticketId } = message;
    if (ticketId !== null) {
      if (ticketId !== ticket) parts.push(...nextTicket(ticketId, ticket, writes));
      if (takeBefore(reopened, message, writes)) parts.push({ kind: "reopened", ticketId });
      ticket = ticketId;
    }
    parts.push({ kind: "message", message });
  }
  return parts;
}

/** Empty for the first ticket, unless it replaced another one. */
function nextTicket(ticketId: number, before: number | null, writes: readonly Write[]): ThreadPart[] {
  const opened = writes.find(({ key, outcome }) => key === "ticket" && ticketIn(outcome) === ticketId);
  const left = opened
    ? writes.findLast(({ key, round }) => key.startsWith("left:") && round === opened.round - 1)
    : writes.findLast(({ key, outcome }) => key.startsWith("left:") && ticketIn(outcome) === before);
  if (!left && before === null) return [];
  return [{ kind: "next ticket", ticketId, left: ticketIn(left?.outcome) ?? before, why: whyIn(left?.outcome) }];
}

/** Whether a write reopened the ticket before this message. Removes such writes, so that each appears once. */
function takeBefore(reopened: Write[], { id, ticketId }: ShownText, writes: readonly Write[]): boolean {
  const written = writes.find(({ key, state }) => key === `message:${id}` && state === "done");
  if (!written) return false;
  const before = reopened.filter(({ at, wanted }) => at <= written.at && ticketIn(wanted) === ticketId);
  for (const one of before) reopened.splice(reopened.indexOf(one), 1);
  return before.length > 0;
}

export function isReopening({ key, state, wanted }: Write): boolean {
  return key.startsWith("change:") && state === "done" && isRecord(wanted) && wanted["open"] === true;
}

export function ticketIn(value: unknown): number | null {
  return isRecord(value) && typeof value["ticketId"] === "number" ? value["ticketId"] : null;
}

export function whyIn(value: unknown): string | null {
  return isRecord(value) && typeof value["why"] === "string" ? value["why"] : null;
}
