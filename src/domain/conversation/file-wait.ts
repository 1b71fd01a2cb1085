/** How long a message waits for a file of its own (M9). Pure. */
import { z } from "zod";
import type { FileReason } from "../reasons/file-reason.ts";

/** Saved as the intent of the upload. All moments are epoch ms. */
export const fileWaitSchema = z.object({
  /** When the file was first requested. */
  first: z.number(),
  /** The two minutes of waiting count from here. */
  since: z.number(),
  /** When a run last requested the file, or the last attempt failed. */
  at: z.number(),
  /** How the last attempt failed. Null until the first attempt within these two minutes has ended. */
  failed: z
    .object({ side: z.enum(["source", "upload", "room"]), againAt: z.number(), why: z.string() })
    .nullable()
    .default(null),
});
export type FileWait = z.infer<typeof fileWaitSchema>;

/** A message waits this long for its files. Then it is written without them. */
const PATIENCE_MS = 120_000;
/** An attempt ends this long before the message gives up, so that the two do not cross. */
const MARGIN_MS = 10_000;
/** Delay from a failed attempt to the next. The scheduler waits as long between two runs. */
const AGAIN_MS = 10_000;
/** A file server may work again after this long without a request. */
const ASKED_LATELY_MS = 90_000;
/** The longest wait for a file, whatever caused it. A file not requested for this long starts anew. */
const LONGEST_MS = 30 * 60_000;

export type FileStep =
  /** A job transfers the file. `wait` is what is saved of it from now on. */
  { do: "ask"; wait: FileWait; until: number } | { do: "wait"; until: number } | { do: "give up"; reason: FileReason };

/** `held`: the message itself was deferred, and the help desk now answers again. */
export function nextFileStep(wait: FileWait | null, now: number, held: boolean): FileStep {
  if (!wait) return ask(newFileWait(now));
  const deadline = wait.since + PATIENCE_MS;
  if (now >= deadline) {
    const first = firstOfNext(wait, now, held);
    if (first !== null) return ask({ ...wait, first, since: now, at: now, failed: null });
    return { do: "give up", reason: reasonOf(wait.failed) };
  }
  return { do: "wait", until: deadline };
}

function reasonOf(failed: FileWait["failed"]): FileReason {
  if (!failed) return { code: "file_late" };
  return { code: failed.side === "source" ? "not_downloaded" : "not_uploaded", detail: failed.why };
}

function ask(wait: FileWait): FileStep {
  return { do: "ask", wait, until: wait.since + PATIENCE_MS };
}

/**
 * The value of `first` for the next two minutes, or null when no more are granted. A failed upload proves nothing about
 * the file while the help desk was down. A file server gets two minutes in which it is asked and the message could be
 * written. They are granted once more after a help desk failure, and after a gap without attempts, up to a limit.
 */
function firstOfNext({ first, since, at, failed }: FileWait, now: number, held: boolean): number | null {
  // The upload was never sent.
  if (failed?.side === "room") return first;
  if (failed?.side === "upload" && held) return now;
  const silentMs = now - at;
  if (silentMs > LONGEST_MS) return now;
  if (now - first > LONGEST_MS) return null;
  return silentMs > ASKED_LATELY_MS || (held && since === first) ? first : null;
}

/** How long an attempt may take that begins now. 0 when no time is left before the message gives up. */
export function attemptMs({ since }: FileWait, now: number): number {
  return Math.max(0, since + PATIENCE_MS - MARGIN_MS - now);
}

/** Whether the last attempt failed so recently that the next one waits. */
export function isTooEarly({ failed }: FileWait, now: number): boolean {
  return failed !== null && now < failed.againAt;
}

export interface FileFailure {
  /** `room`: the upload was not sent, because the rate limit had no capacity. */
  side: "source" | "upload" | "room";
  why: string;
}

export function afterFileFailure(wait: FileWait, { side, why }: FileFailure, now: number): FileWait {
  const failed = { side, againAt: now + AGAIN_MS, why: why.slice(0, 200) };
  return { ...wait, at: now, failed };
}

/** The wait of a file that is requested now, for the first time. */
export function newFileWait(now: number): FileWait {
  return { first: now, since: now, at: now, failed: null };
}
