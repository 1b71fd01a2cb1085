/** What operators see of the work of all connections together. */

export interface WorkFigures {
  /** When the oldest waiting work began to wait, epoch ms: a delivery that no run has processed, or deferred work. */
  oldest: number | null;
  /** Deferred calls and conversations, by priority. */
  waiting: { priority: string; count: number }[];
  /** Calls and conversations that need a person to act. */
  failed: number;
  connections: { status: string; count: number }[];
  /** The fullest rate limit of each vendor among all connections. 1 is all that the vendor allows. */
  rateLimits: { vendor: string; used: number }[];
  /** Jobs by queue and state: `waiting` or `active`. */
  jobs: { queue: string; state: string; count: number }[];
}

export interface WorkQueries {
  read(now: number): Promise<WorkFigures>;
}
