/** The state of one run of a call or conversation. */
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
  /** The key under which the caller's customer is remembered. */
  callerKey: string;
  desk: HelpDesk;
  /** For how long the work item has been deferred, in ms. */
  waitedMs: number;
  texts: Texts;
  /** The cached data as the run began, with what the run changed since. */
  surroundings: Surroundings;
  /** All writes of the work item. The run updates them as they complete. */
  writes: Write[];
  /** The snapshot's list of completed writes that are not saved yet. */
  unkept: SettledWrite[];
  /**
   * The cache generation. It tells which ticket the work is about, if that changes what is known of the customer.
   * Otherwise 0.
   */
  era: number;
  /** Completed writes may be missing from the database, so the run looks for each new write before it sends it. */
  cautious: boolean;
  /** When Gorgias last showed the ticket, in epoch ms. */
  ticketSeenAt: number | null;
}

/** What opens a run, in addition to the snapshot. */
type Opening = Pick<Turn, "subject" | "callerKey" | "texts" | "era" | "cautious"> & {
  lane: Lane;
  record: SubjectRecord | null;
};

/** Takes only the needed parts of the snapshot. The rest holds the connection with its sealed credential. */
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
 * Completes a write in memory. The next statement that saves anything saves it too. If the process dies before, the
 * next run looks for the write as after a lost answer.
 */
export function settle(book: Book, write: SettledWrite & { intent: unknown }): void {
  const { intent, at, ...ended } = write;
  keep(book.writes, { ...ended, intent, intendedAt: at });
  const { unkept } = book;
  const index = unkept.findIndex(({ round, key }) => round === write.round && key === write.key);
  const earlier = index < 0 ? undefined : unkept.splice(index, 1)[0];
  unkept.push({ ...ended, at, requests: ended.requests + (earlier?.requests ?? 0) });
}

/** Saves everything that this run has completed so far. */
export async function keepSettled({ writes }: Pick<WriteDeps, "writes">, book: Book): Promise<void> {
  const { connectionId, subject, unkept } = book;
  const settled = [...unkept];
  if (settled.length > 0) await writes.settle(connectionId, subject, settled);
  unkept.splice(0, settled.length);
}

/** Completes and saves a write without an intent: something learned, or something that does no harm twice. */
export async function settleNow(
  deps: WriteDeps,
  book: Book,
  write: Pick<Write, "round" | "key" | "outcome" | "requests">,
): Promise<void> {
  settle(book, { ...write, state: "done", intent: null, at: deps.clock() });
  await keepSettled(deps, book);
}

/** Counts the requests of a look at the ticket that changed nothing. */
export async function countLook(deps: WriteDeps, turn: Turn, look: Pick<Write, "round" | "requests">): Promise<void> {
  await settleNow(deps, turn, { ...look, key: "look", outcome: {} });
}

/** Replaces the earlier state of a write, or adds the write. */
export function keep(writes: Write[], write: Write): void {
  const index = writes.findIndex((known) => known.round === write.round && known.key === write.key);
  if (index >= 0) writes[index] = write;
  else writes.push(write);
}
