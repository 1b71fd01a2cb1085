/** How long a message waits for a file of its own (M9). Pure. */
import { z } from "zod";
import type { FileReason } from "../reasons/file-reason.ts";

/** Kept as the intent of the upload. All moments are epoch ms. */
export const fileWaitSchema = z.object({
  /** When the file was asked for the first time. */
  first: z.number(),
  /** The two minutes count from here. */
  since: z.number(),
  /** When it was last asked for by a turn, or last failed. */
  at: z.number(),
  /** How the last attempt failed; null before the first one of these two minutes has ended. */
  failed: z
    .object({ side: z.enum(["source", "upload", "room"]), againAt: z.number(), why: z.string() })
    .nullable()
    .default(null),
});
export type FileWait = z.infer<typeof fileWaitSchema>;

/** A message waits so long for its files, then it is written without them. */
const PATIENCE_MS = 120_000;
/** An attempt ends this long before the message gives up, so that the two do not cross. */
const MARGIN_MS = 10_000;
/** From a failed attempt to the next. The scheduler waits as long between two runs. */
const AGAIN_MS = 10_000;
/** A server that was not asked for so long may work by now. */
const ASKED_LATELY_MS = 90_000;
/** After that the message has waited long enough for it, whatever else stood in the way. Not asked for so long: all begins anew. */
const LONGEST_MS = 30 * 60_000;

export type FileStep =
  /** A job is to carry it; this is what is kept of it from now on. */
  { do: "ask"; wait: FileWait; until: number } | { do: "wait"; until: number } | { do: "give up"; reason: FileReason };

/** `held`: the message itself could not be written, and now the help desk answers again. */
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
 * When the next two minutes count as having begun for the first time; null where there are none. A failing upload says
 * nothing of the file while the help desk took nothing else either. A server of files has two minutes in which it is asked
 * and the message could be written: once more where the help desk was in the way, and where nobody asked, up to a limit.
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

/** How long an attempt may take that begins now; 0 for none before the message gives up. */
export function attemptMs({ since }: FileWait, now: number): number {
  return Math.max(0, since + PATIENCE_MS - MARGIN_MS - now);
}

/** Whether the last attempt failed so lately that the next one waits. */
export function isTooEarly({ failed }: FileWait, now: number): boolean {
  return failed !== null && now < failed.againAt;
}

export interface FileFailure {
  /** `room`: it was never sent to the help desk, for the budget had no room. */
  side: "source" | "upload" | "room";
  why: string;
}

export function afterFileFailure(wait: FileWait, { side, why }: FileFailure, now: number): FileWait {
  const failed = { side, againAt: now + AGAIN_MS, why: why.slice(0, 200) };
  return { ...wait, at: now, failed };
}

/** Of a file that is asked for now, for the first time. */
export function newFileWait(now: number): FileWait {
  return { first: now, since: now, at: now, failed: null };
}
