/** What the console reads of a connection's budget for Gorgias. */

export interface BudgetQueries {
  /** As of `now`, with the figures of the 24 hours before. */
  read(connectionId: string, now: number): Promise<BudgetFigures>;
}

export interface BudgetFigures {
  /** Null while nothing was asked of Gorgias. */
  state: {
    /** Requests that Gorgias allows at once, as it told. */
    limit: number;
    /** Requests that are forgotten a second, as it was learned. */
    drainPerS: number;
    used: number;
    /** Gorgias wants silence until then; null when it does not. */
    blockedUntil: Date | null;
  } | null;
  /** Left to the shop's other apps (L2). */
  sharePercent: number;
  /** By lane name. */
  spent: { lane: string; requests: number; refused: number }[];
  /** Minutes in which something was asked, oldest first. */
  minutes: { minute: Date; requests: number; refused: number }[];
}
