/**
 * Starts the transfers of message files, and finds the messages that can be written without more waiting. A message
 * waits for its own files alone. Messages before and after it are written meanwhile (M9).
 */
import { uploadKeyOf, type Entry } from "../../domain/conversation/entries.ts";
import { partKind, type FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { fileWaitSchema, nextFileStep, type FileWait } from "../../domain/conversation/file-wait.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import type { Snapshot, Scheduler } from "../../domain/ports/stores.ts";
import { workOf } from "../../domain/activity/work-item.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { putWrite, complete, type WriteDeps } from "../run.ts";

export interface AwaitFilesDeps extends WriteDeps {
  scheduler: Scheduler;
}

export interface AwaitedFiles {
  /** Entries of messages whose files are all transferred or given up. */
  ready: Entry[];
  /** Until when the next of the others waits, epoch ms. Null where none waits. */
  waitsUntil: number | null;
  /** Files that their message is written without, by their keys. */
  givenUp: Map<string, FileOutcome>;
}

export async function awaitFiles(
  deps: AwaitFilesDeps,
  snapshot: Snapshot,
  activityId: string,
  entries: readonly Entry[],
): Promise<AwaitedFiles> {
  const givenUp: AwaitedFiles["givenUp"] = new Map();
  const late = new Set<string>();
  let waitsUntil: number | null = null;
  for (const message of new Set(entries.map((entry) => entry.message))) {
    const until = await statusOf(deps, snapshot, activityId, { message, givenUp });
    if (until === null) continue;
    late.add(message.id);
    waitsUntil = Math.min(until, waitsUntil ?? until);
  }
  return { ready: entries.filter(({ message }) => !late.has(message.id)), waitsUntil, givenUp };
}

/** True when some file is neither transferred nor given up for good. */
export function mayWait(entries: readonly Entry[], writes: readonly Write[]): boolean {
  return entries.some(({ message }) =>
    message.files.some((_, index) => !isTransferred(writes, uploadKeyOf(message.id, index))),
  );
}

/** Until when the message waits for the next of its files. Null where it waits no longer. */
async function statusOf(
  deps: AwaitFilesDeps,
  snapshot: Snapshot,
  activityId: string,
  { message, givenUp }: { message: TextMessage; givenUp: AwaitedFiles["givenUp"] },
): Promise<number | null> {
  const now = deps.clock();
  const asked = new Map<string, FileWait>();
  let waitsUntil: number | null = null;
  const book = { connectionId: snapshot.connection.id, activityId, writes: snapshot.writes, unsaved: snapshot.unsaved };
  for (const [index, file] of message.files.entries()) {
    const key = uploadKeyOf(message.id, index);
    if (isTransferred(snapshot.writes, key)) continue;
    if (partKind(file.type, file.name) === "layout") {
      complete(book, {
        generation: 0,
        key,
        state: "done",
        intent: null,
        outcome: { kind: "layout" },
        requests: 0,
        at: now,
      });
      continue;
    }
    const step = nextFileStep(waitOf(snapshot.writes, key), now, (snapshot.record?.deferredSince ?? null) !== null);
    if (step.do === "give up") {
      givenUp.set(key, { kind: "refused", reason: step.reason });
      continue;
    }
    if (step.do === "ask") asked.set(key, step.wait);
    waitsUntil = Math.min(step.until, waitsUntil ?? step.until);
  }
  // The work item is marked first. If the process dies in between, the next run marks it once more.
  const work = { ...workOf(book.connectionId, activityId), kind: "message_file" as const, part: message.id };
  if (asked.size > 0) await deps.scheduler.markDue([work]);
  for (const [key, wait] of asked) await noteWait(deps, book, key, wait);
  return waitsUntil;
}

export function isTransferred(writes: readonly Write[], key: string): boolean {
  return writes.some((write) => write.key === key && write.state === "done");
}

/** What is saved of a file that is not transferred yet. An intent of another form counts as none. */
export function waitOf(writes: readonly Write[], key: string): FileWait | null {
  const write = writes.find((candidate) => candidate.key === key && candidate.state === "intended");
  const wait = fileWaitSchema.safeParse(write?.intent);
  return wait.success ? wait.data : null;
}

type Book = Parameters<typeof complete>[0];

/** Saves it as the intent of the upload. An existing outcome is not overwritten. */
export async function noteWait({ writes, clock }: WriteDeps, book: Book, key: string, wait: FileWait): Promise<void> {
  const write = { generation: 0, key, intent: wait };
  await writes.intend(book.connectionId, book.activityId, write, clock());
  putWrite(book.writes, { ...write, state: "intended", outcome: null, requests: 0, intendedAt: clock() });
}

/** The connection is not active. Waiting files get their two minutes when it is active again. */
export async function forgetWaits({ writes }: WriteDeps, snapshot: Snapshot, activityId: string): Promise<void> {
  for (const { generation, key, state } of snapshot.writes) {
    if (state === "intended" && key.startsWith("upload:"))
      await writes.withdraw(snapshot.connection.id, activityId, { generation, key });
  }
}
