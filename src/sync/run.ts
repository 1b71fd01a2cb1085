/** The state of one run of a call or conversation. */
import type { HelpDesk, OpenHelpDesk } from "../domain/ports/help-desk.ts";
import type { Priority } from "../domain/activity/work-item.ts";
import type { Snapshot, CompletedWrite, ActivityRecord, Surroundings, WriteStore } from "../domain/ports/stores.ts";
import type { Translations } from "../domain/translations/translations.ts";
import type { Write } from "../domain/ticket/write.ts";
import type { Clock } from "../kit/clock.ts";
import { waitedMs } from "./activity-record.ts";

export interface Run {
  connectionId: string;
  /** `call:123`, `text:+33612345678`. */
  activityId: string;
  /** The key under which the caller's customer is remembered. */
  phoneKey: string;
  helpDesk: HelpDesk;
  /** For how long the work item has been deferred, in ms. */
  waitedMs: number;
  translations: Translations;
  /** The cached data as the run began, with what the run changed since. */
  surroundings: Surroundings;
  /** All writes of the work item. The run updates them as they complete. */
  writes: Write[];
  /** The snapshot's list of completed writes that are not saved yet. */
  unsaved: CompletedWrite[];
  /**
   * The cache generation. It tells which ticket the work is about, if that changes what is known of the customer.
   * Otherwise 0.
   */
  cacheGeneration: number;
  /** Completed writes may be missing from the database, so the run looks for each new write before it sends it. */
  cautious: boolean;
  /** When Gorgias last showed the ticket, in epoch ms. */
  ticketSeenAt: number | null;
}

/** What opens a run, in addition to the snapshot. */
type Opening = Pick<Run, "activityId" | "phoneKey" | "translations" | "cacheGeneration" | "cautious"> & {
  priority: Priority;
  record: ActivityRecord | null;
};

/** Takes only the needed parts of the snapshot. The rest holds the connection with its sealed credential. */
export function openRun(
  { helpDesks, clock }: { helpDesks: OpenHelpDesk; clock: Clock },
  { connection, users, remembered, servesCallback, writes, unsaved }: Snapshot,
  { priority, record, ...about }: Opening,
): Run {
  const waited = waitedMs(record, clock());
  return {
    ...about,
    connectionId: connection.id,
    helpDesk: helpDesks(connection, priority, waited),
    waitedMs: waited,
    surroundings: { users, remembered, servesCallback },
    writes,
    unsaved,
    ticketSeenAt: record?.ticketSeenAt ?? null,
  };
}

export interface WriteDeps {
  writes: WriteStore;
  clock: Clock;
}

type Book = Pick<Run, "connectionId" | "activityId" | "writes" | "unsaved">;

/**
 * Completes a write in memory. The next statement that saves anything saves it too. If the process dies before, the
 * next run looks for the write as after a lost answer.
 */
export function complete(book: Book, write: CompletedWrite & { intent: unknown }): void {
  const { intent, at, ...ended } = write;
  putWrite(book.writes, { ...ended, intent, intendedAt: at });
  const { unsaved } = book;
  const index = unsaved.findIndex(({ generation, key }) => generation === write.generation && key === write.key);
  const earlier = index < 0 ? undefined : unsaved.splice(index, 1)[0];
  unsaved.push({ ...ended, at, requests: ended.requests + (earlier?.requests ?? 0) });
}

/** Saves everything that this run has completed so far. */
export async function saveCompleted({ writes }: Pick<WriteDeps, "writes">, book: Book): Promise<void> {
  const { connectionId, activityId, unsaved } = book;
  const completed = [...unsaved];
  if (completed.length > 0) await writes.complete(connectionId, activityId, completed);
  unsaved.splice(0, completed.length);
}

/** Completes and saves a write without an intent: something learned, or something that does no harm twice. */
export async function completeNow(
  deps: WriteDeps,
  book: Book,
  write: Pick<Write, "generation" | "key" | "outcome" | "requests">,
): Promise<void> {
  complete(book, { ...write, state: "done", intent: null, at: deps.clock() });
  await saveCompleted(deps, book);
}

/** Counts the requests of a look at the ticket that changed nothing. */
export async function countLook(
  deps: WriteDeps,
  run: Run,
  look: Pick<Write, "generation" | "requests">,
): Promise<void> {
  await completeNow(deps, run, { ...look, key: "look", outcome: {} });
}

/** Replaces the earlier state of a write, or adds the write. */
export function putWrite(writes: Write[], write: Write): void {
  const index = writes.findIndex((known) => known.generation === write.generation && known.key === write.key);
  if (index >= 0) writes[index] = write;
  else writes.push(write);
}
