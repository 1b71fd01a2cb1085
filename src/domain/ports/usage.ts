/** What the console and operators read of the API usage of connections. */

export interface UsageQueries {
  /** As of `now`, with the figures of the 24 hours before. */
  read(connectionId: string, now: number): Promise<UsageFigures>;
  /** What Gorgias allows and how much of it is used now. Null before the first request to it. */
  current(connectionId: string, now: number): Promise<{ limit: number; used: number } | null>;
}

export interface UsageFigures {
  /** Null before the first request to Gorgias. */
  bucket: {
    /** Requests that Gorgias allows at once, as its answers say. */
    limit: number;
    /** Requests that drain each second, as learned. */
    drainPerS: number;
    used: number;
    /** Gorgias paused our requests until then. Null when it did not. */
    blockedUntil: Date | null;
  } | null;
  /** The share that is left to the shop's other apps (L2). */
  sharePercent: number;
  byPriority: { priority: string; requests: number; refused: number }[];
  /** Minutes with requests, oldest first. */
  minutes: { minute: Date; requests: number; refused: number }[];
}
