/** What an answer teaches: the limit, the level, the drain, and a pause by the vendor (L1, L4). */
import { drained, leak, MAX_PAUSE_MS, used, type Bucket } from "./bucket.ts";
import { distrustDrain, proveDrain } from "./drain.ts";
import type { AnswerFeedback } from "./port.ts";

export function learn(before: Bucket, answer: AnswerFeedback, now: number): Bucket {
  const feedback = believable(answer, before.limit);
  const leaked = leak(before, Math.max(now, feedback.at));
  const landed = { ...leaked, inFlight: without(leaked.inFlight, feedback.permit?.takenAt), answeredAt: feedback.at };
  const limited = followLimit(landed, feedback.limit);
  if (feedback.blockedForMs !== undefined) return rejected(leaked, limited, feedback, feedback.blockedForMs);
  const counted = { ...fill(limited, feedback), counted: limited.counted + 1 };
  const over = before.refusedSince !== null && feedback.at >= before.refusedSince;
  return proveDrain(over ? { ...counted, refusedSince: null } : counted, feedback);
}

/** The largest limit that is believed: a hundred times what any vendor documents. */
const MAX_LIMIT = 10_000;
/** A vendor may report a little more than its limit. A figure far above is about something else. */
const MAX_OVER = 2;
/** The pause after a rejection that does not say how long. */
const DEFAULT_PAUSE_MS = 10_000;

/** Drops figures that cannot be true, alone or together (L1). */
function believable({ limit, used, blockedForMs, ...answer }: AnswerFeedback, limitBefore: number): AnswerFeedback {
  const reported = { ...(limit === undefined ? {} : { limit }), ...(used === undefined ? {} : { used }) };
  const figures = isBelievable(limit ?? limitBefore, used ?? 0) ? reported : {};
  if (blockedForMs === undefined) return { ...answer, ...figures };
  const isPause = Number.isFinite(blockedForMs) && blockedForMs >= 0;
  return { ...answer, ...figures, blockedForMs: isPause ? Math.min(blockedForMs, MAX_PAUSE_MS) : DEFAULT_PAUSE_MS };
}

function isBelievable(limit: number, used: number): boolean {
  const isLimit = Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT;
  return isLimit && Number.isInteger(used) && used >= 0 && used <= limit * MAX_OVER;
}

/** The window stays the same, so a larger limit drains faster. */
function followLimit(bucket: Bucket, limit = bucket.limit): Bucket {
  if (limit === bucket.limit) return bucket;
  return { ...bucket, limit, drainPerS: (bucket.drainPerS * limit) / bucket.limit, anchor: null };
}

/** The vendor's count holds as of the answer. Without one, this request is added to our own count. */
function fill(bucket: Bucket, { used, at }: AnswerFeedback): Bucket {
  if (used === undefined) return { ...bucket, level: bucket.level + 1 };
  return { ...bucket, level: Math.max(bucket.level, used - drained(bucket, at, bucket.levelAt)) };
}

/** A rejection says that the bucket is full, whatever we expected. The vendor does not count the request. */
function rejected(expected: Bucket, bucket: Bucket, feedback: AnswerFeedback, blockedForMs: number): Bucket {
  const { limit } = bucket;
  const count = feedback.used ?? limit;
  const unexpected = expected.refusedSince === null && used(expected) < limit - 1 && count >= limit - 1;
  const full = fill(unexpected ? distrustDrain(bucket) : bucket, { ...feedback, used: count });
  return {
    ...full,
    blockedUntil: Math.max(bucket.blockedUntil ?? 0, feedback.at + blockedForMs),
    refusedSince: Math.min(bucket.refusedSince ?? feedback.at, feedback.at),
  };
}

function without(inFlight: readonly number[], takenAt: number | undefined): readonly number[] {
  const index = takenAt === undefined ? 0 : inFlight.indexOf(takenAt);
  return index === -1 ? inFlight : inFlight.toSpliced(index, 1);
}
