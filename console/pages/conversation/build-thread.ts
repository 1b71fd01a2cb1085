/** Adds to the messages of a conversation where a ticket was reopened, and where the next one starts and why. Pure. */
import type { ShownText, ShownWrite } from "./shown-text.ts";

export type ThreadPart =
  | { kind: "message"; message: ShownText }
  /** `left` is the previous ticket. `why` is the service's code for the reason, null if unknown. */
  | { kind: "next ticket"; ticketId: number; left: number | null; why: ShownWrite["left"] }
  | { kind: "reopened"; ticketId: number };

/** The messages in order, each after the changes of its ticket. */
export function buildThread(messages: readonly ShownText[], writes: readonly ShownWrite[]): ThreadPart[] {
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
function nextTicket(ticketId: number, before: number | null, writes: readonly ShownWrite[]): ThreadPart[] {
  const opened = writes.find((write) => write.kind === "ticket" && write.ticketId === ticketId);
  const left = opened
    ? writes.findLast(({ kind, generation }) => kind === "left" && generation === opened.generation - 1)
    : writes.findLast((write) => write.kind === "left" && write.ticketId === before);
  if (!left && before === null) return [];
  return [{ kind: "next ticket", ticketId, left: left?.ticketId ?? before, why: left?.left ?? null }];
}

/** Whether a write reopened the ticket before this message. Removes such writes, so that each appears once. */
function takeBefore(reopened: ShownWrite[], { id, ticketId }: ShownText, writes: readonly ShownWrite[]): boolean {
  const written = writes.find(({ kind, ref, state }) => kind === "message" && ref === id && state === "done");
  if (!written) return false;
  const before = reopened.filter((write) => write.at <= written.at && write.ticketId === ticketId);
  for (const one of before) reopened.splice(reopened.indexOf(one), 1);
  return before.length > 0;
}

export function isReopening({ state, reopens }: ShownWrite): boolean {
  return reopens && state === "done";
}
