/** One turn of work on a call or conversation: what it has in hand while it lasts. */
import type { HelpDesk, Lane, OpenHelpDesk } from "../domain/ports/help-desk.ts";
import type { Dossier, SettledWrite, SubjectRecord, Surroundings, WriteStore } from "../domain/ports/stores.ts";
import type { Texts } from "../domain/texts/texts.ts";
import type { Write } from "../domain/write.ts";
import type { Clock } from "../kit/clock.ts";
import { waitedMs } from "./after-failure.ts";

export interface Turn {
  connectionId: string;
  /** `call:123`, `text:+33612345678`. */
  subject: string;
  /** What the caller is remembered under. */
  callerKey: string;
  desk: HelpDesk;
  /** How long the work has been put aside. */
  waitedMs: number;
  texts: Texts;
  /** As the turn began. */
  surroundings: Surroundings;
  /** All writes of it, kept up to date as they are settled. */
  writes: Write[];
  /** The dossier's: settled, and not kept yet. */
  unkept: SettledWrite[];
  /** Which ticket of it the work is about, where that makes a difference to what is known of the customer; else 0. */
  era: number;
  /** What was done may not be remembered: each new write is looked for before it is sent. */
  cautious: boolean;
  /** When Gorgias last showed us the ticket, epoch ms. */
  ticketSeenAt: number | null;
}

/** What a turn is opened with, beside what the dossier tells. */
type Opening = Pick<Turn, "subject" | "callerKey" | "texts" | "era" | "cautious"> & {
  lane: Lane;
  record: SubjectRecord | null;
};

/** Of the dossier no more than a turn needs: the rest holds the connection, its sealed credential with it. */
export function openTurn(
  { desks, clock }: { desks: OpenHelpDesk; clock: Clock },
  { connection, users, remembered, servesCallback, writes, unkept }: Dossier,
  { lane, record, ...about }: Opening,
): Turn {
  const waited = waitedMs(record, clock());
  return {
    ...about,
    connectionId: connection.id,
    desk: desks(connection, lane, waited),
    waitedMs: waited,
    surroundings: { users, remembered, servesCallback },
    writes,
    unkept,
    ticketSeenAt: record?.ticketSeenAt ?? null,
  };
}

export interface WriteDeps {
  writes: WriteStore;
  clock: Clock;
}

type Book = Pick<Turn, "connectionId" | "subject" | "writes" | "unkept">;

/**
 * How a write ended. It is kept with what is kept next: should the process die before, it is looked for as if its answer
 * had been lost.
 */
export function settle(book: Book, write: SettledWrite & { intent: unknown }): void {
  const { intent, at, ...ended } = write;
  keep(book.writes, { ...ended, intent, intendedAt: at });
  const { unkept } = book;
  const index = unkept.findIndex(({ round, key }) => round === write.round && key === write.key);
  const earlier = index < 0 ? undefined : unkept.splice(index, 1)[0];
  unkept.push({ ...ended, at, requests: ended.requests + (earlier?.requests ?? 0) });
}

/** Has everything kept that this turn has settled by now. */
export async function keepSettled({ writes }: Pick<WriteDeps, "writes">, book: Book): Promise<void> {
  const { connectionId, subject, unkept } = book;
  const settled = [...unkept];
  if (settled.length > 0) await writes.settle(connectionId, subject, settled);
  unkept.splice(0, settled.length);
}

/** Settles and keeps a write that needed no intent: what was learned, or what cannot be done twice. */
export async function settleNow(
  deps: WriteDeps,
  book: Book,
  write: Pick<Write, "round" | "key" | "outcome" | "requests">,
): Promise<void> {
  settle(book, { ...write, state: "done", intent: null, at: deps.clock() });
  await keepSettled(deps, book);
}

/** A look at the ticket that changed nothing is still paid for. */
export async function countLook(deps: WriteDeps, turn: Turn, look: Pick<Write, "round" | "requests">): Promise<void> {
  await settleNow(deps, turn, { ...look, key: "look", outcome: {} });
}

/** Puts a write in the place of its older self. */
export function keep(writes: Write[], write: Write): void {
  const index = writes.findIndex((known) => known.round === write.round && known.key === write.key);
  if (index >= 0) writes[index] = write;
  else writes.push(write);
}
