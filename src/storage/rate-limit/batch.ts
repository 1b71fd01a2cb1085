/** Decides requests that arrive together and stores the feedback received meanwhile, in at most one write. */
import type { Bucket } from "../../rate-limit/bucket.ts";
import { learn } from "../../rate-limit/learn.ts";
import { ceilingOf, takePermit } from "../../rate-limit/permits.ts";
import type { AnswerFeedback, Decision, Permit, PermitRequest } from "../../rate-limit/port.ts";
import type { MinuteUsage, Row, RowAccess, UsageUpdate } from "./row.ts";

export interface WaitingRequest {
  request: PermitRequest;
  now: number;
  decide(decision: Decision): void;
  fail(error: unknown): void;
}

export interface Batch {
  requests: readonly WaitingRequest[];
  feedback: readonly AnswerFeedback[];
  now: number;
  /** Whether the feedback must be stored now. */
  urgent: boolean;
}

/** What a process keeps from one batch to the next. */
export interface CachedRow {
  /** The row as it was last seen. */
  row: Row | null;
  /** When old minutes were last deleted. */
  cleanedAt: number;
}

/** A row seen this long ago may make a request wait, but grants no permit. */
const FRESH_FOR_MS = 1_000;
const HOUR_MS = 3_600_000;
const KEEP_HOURS = 48;

/** Decides every request. Returns the feedback that is not stored yet. */
export async function settleBatch(
  access: RowAccess,
  cached: CachedRow,
  batch: Batch,
): Promise<readonly AnswerFeedback[]> {
  const { feedback, now, urgent } = batch;
  for (;;) {
    const row = (cached.row ??= await access.read(now));
    const { bucket, decided, permits } = decideAll(batch, row.bucket);
    const write = permits.length > 0 || (urgent && feedback.length > 0);
    if (write) {
      const { done, row: seen } = await access.replace(row, bucket, updateOf(cached, permits, batch));
      // When two processes write at the same moment, the row seen may be the one from before both. Then the next loop
      // reads it again.
      cached.row = done || seen.version !== row.version ? seen : null;
      if (!done) continue;
    } else if (Math.abs(now - row.readAt) >= FRESH_FOR_MS) {
      cached.row = null;
      continue;
    }
    for (const { waiting, decision } of decided) waiting.decide(decision);
    return write ? [] : feedback;
  }
}

/** The bucket with this feedback applied. */
export function withFeedback(bucket: Bucket, feedback: readonly AnswerFeedback[], now: number): Bucket {
  return feedback.reduce((before, answer) => learn(before, answer, now), bucket);
}

/** Decides by priority. A request that has to wait waits behind those before it. */
function decideAll({ requests, feedback, now }: Batch, known: Bucket) {
  let bucket = withFeedback(known, feedback, now);
  let ahead = 0;
  const permits: Permit[] = [];
  const decided: { waiting: WaitingRequest; decision: Decision }[] = [];
  const ordered = requests
    .map((waiting) => ({ waiting, ceiling: ceilingOf(bucket, waiting.request, now) }))
    .sort((a, b) => b.ceiling - a.ceiling);
  for (const { waiting } of ordered) {
    const { bucket: next, ...decision } = takePermit(bucket, waiting.request, waiting.now, ahead);
    bucket = next;
    if (decision.permit) permits.push(decision.permit);
    else ahead += 1;
    decided.push({ waiting, decision });
  }
  return { bucket, decided, permits };
}

/** Also deletes old minutes once an hour, in the same statement. */
function updateOf(cached: CachedRow, permits: readonly Permit[], batch: Batch): UsageUpdate {
  const { now } = batch;
  const clean = now - cached.cleanedAt >= HOUR_MS;
  if (clean) cached.cleanedAt = now;
  return { now, usage: usageOf(permits, batch), deleteBefore: clean ? now - KEEP_HOURS * HOUR_MS : null };
}

function usageOf(permits: readonly Permit[], { feedback }: Batch): MinuteUsage[] {
  const byKey = new Map<string, MinuteUsage>();
  const add = (at: number, priority: string, requests: number, refused: number) => {
    const minute = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
    const sum = byKey.get(minute + priority) ?? { minute, priority, requests: 0, refused: 0 };
    byKey.set(minute + priority, { ...sum, requests: sum.requests + requests, refused: sum.refused + refused });
  };
  for (const { takenAt, priority } of permits) add(takenAt, priority, 1, 0);
  for (const { blockedForMs, at, permit } of feedback) {
    if (blockedForMs !== undefined && permit) add(at, permit.priority, 0, 1);
  }
  return [...byKey.values()];
}
