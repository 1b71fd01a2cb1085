/** Puts between the texts of a conversation where another ticket begins and why, and where one was opened again. Pure. */
import type { ShownText, ShownWrite } from "./shown-text.ts";

export type ThreadPart =
  | { kind: "text"; text: ShownText }
  /** `left` is the ticket before; `why` is null where it is not told. */
  | { kind: "another ticket"; ticketId: number; left: number | null; why: ShownWrite["left"] }
  | { kind: "opened again"; ticketId: number };

/** Texts in their order, each with what happened to the ticket before it. */
export function tellThread(texts: readonly ShownText[], writes: readonly ShownWrite[]): ThreadPart[] {
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
function beginning(ticketId: number, before: number | null, writes: readonly ShownWrite[]): ThreadPart[] {
  const opened = writes.find((write) => write.kind === "ticket" && write.ticketId === ticketId);
  const left = opened
    ? writes.findLast(({ kind, round }) => kind === "left" && round === opened.round - 1)
    : writes.findLast((write) => write.kind === "left" && write.ticketId === before);
  if (!left && before === null) return [];
  return [{ kind: "another ticket", ticketId, left: left?.ticketId ?? before, why: left?.left ?? null }];
}

/** Of what opened this text's ticket again since the text before: taken out, so that it is told once. */
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
