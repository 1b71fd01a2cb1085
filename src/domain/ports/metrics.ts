/** What operators are shown of the work of all connections together. */

export interface WorkFigures {
  /** When the oldest work that waits began to wait, epoch ms: a delivery that no turn has looked at, or what was put aside. */
  oldest: number | null;
  /** Calls and conversations that were put aside, by lane. */
  waiting: { lane: string; count: number }[];
  /** Calls and conversations for which somebody must act. */
  failed: number;
  connections: { status: string; count: number }[];
  /** The fullest rate limit of each vendor among all connections, 1 being all that the vendor allows. */
  rateLimits: { vendor: string; used: number }[];
  /** Jobs by queue and state: `waiting` or `active`. */
  jobs: { queue: string; state: string; count: number }[];
}

export interface WorkQueries {
  read(now: number): Promise<WorkFigures>;
}
