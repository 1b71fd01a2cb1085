// The vendors' request limits: a bucket that drains evenly (Gorgias contract 11.3), a window that starts anew (Aircall contract 8.1).

export interface LeakyBucket {
  /** Seconds to wait when there is no room, else 0 and the request is counted. */
  take(shape: BucketShape): number;
  /** What another app of the account used. */
  spend(requests: number, shape: BucketShape): void;
  /** Requests in the bucket now, rounded up. */
  used(shape: BucketShape): number;
}

export interface BucketShape {
  limit: number;
  windowSeconds: number;
}

export function createLeakyBucket(now: () => number): LeakyBucket {
  let level = 0;
  let measuredAt = now();

  function drain({ limit, windowSeconds }: BucketShape): void {
    const at = now();
    level = Math.max(0, level - (Math.max(0, at - measuredAt) / 1000) * (limit / windowSeconds));
    // Drops what floating point leaves behind, so that an empty bucket reads 0.
    if (level < 1e-9) level = 0;
    measuredAt = at;
  }

  return {
    take(shape) {
      drain(shape);
      const excess = level + 1 - shape.limit;
      if (excess > 1e-9) return Math.max(1, Math.ceil(excess / (shape.limit / shape.windowSeconds)));
      level += 1;
      return 0;
    },
    spend(requests, shape) {
      drain(shape);
      level = Math.min(shape.limit, level + requests);
    },
    used(shape) {
      drain(shape);
      return Math.ceil(level - 1e-9);
    },
  };
}

/** Requests since the window began. */
export interface RequestWindow {
  startedMs: number;
  used: number;
}

/** The window with one more request, or a new one where the last is over. */
export function countInWindow(last: RequestWindow | undefined, now: number, windowMs: number): RequestWindow {
  const open = last !== undefined && now < last.startedMs + windowMs;
  return open ? { ...last, used: last.used + 1 } : { startedMs: now, used: 1 };
}
