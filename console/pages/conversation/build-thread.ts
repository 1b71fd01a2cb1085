/** Puts between the texts of a conversation where another ticket begins and why, and where one was opened again. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { isRecord, type ShownText } from "./read-conversation.ts";

type Write = ActivityDetailAnswer["writes"][number];

export type ThreadPart =
  | { kind: "text"; text: ShownText }
  /** `left` is the ticket before; `why` in the service's word, null where it is not told. */
  | { kind: "another ticket"; ticketId: number; left: number | null; why: string | null }
  | { kind: "opened again"; ticketId: number };

/** Texts in their order, each with what happened to the ticket before it. */
export function buildThread(texts: readonly ShownText[], writes: readonly Write[]): ThreadPart[] {
  const parts: ThreadPart[] = [];
  const reopened = writes.filter(isReopening);
  let ticket: number | null = null;
  for (const text of texts) {
    const { ticketId } = text;
    if (ticketId !== null) {
      if (ticketId !== ticket) parts.push(...beginning(ticketId, ticket, writes));
      if (takeBefore(reopened, text, writes)) parts.push({ kind: "opened again", ticketId });
      ticket = ticketId;
    }
    parts.push({ kind: "text", text });
  }
  return parts;
}

/** The first ticket that is shown needs no words, unless another one was left for it. */
function beginning(ticketId: number, before: number | null, writes: readonly Write[]): ThreadPart[] {
  const opened = writes.find(({ key, outcome }) => key === "ticket" && ticketIn(outcome) === ticketId);
  const left = opened
    ? writes.findLast(({ key, round }) => key.startsWith("left:") && round === opened.round - 1)
    : writes.findLast(({ key, outcome }) => key.startsWith("left:") && ticketIn(outcome) === before);
  if (!left && before === null) return [];
  return [{ kind: "another ticket", ticketId, left: ticketIn(left?.outcome) ?? before, why: whyIn(left?.outcome) }];
}

/** Of what opened this text's ticket again since the text before: taken out, so that it is told once. */
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

export function ticketIn(told: unknown): number | null {
  return isRecord(told) && typeof told["ticketId"] === "number" ? told["ticketId"] : null;
}

export function whyIn(told: unknown): string | null {
  return isRecord(told) && typeof told["why"] === "string" ? told["why"] : null;
}
