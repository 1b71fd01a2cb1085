/** What the console reads of the work that waits for Gorgias, and of what finished work used. */

export interface WaitingQueries {
  /** Deferred work that has not failed, by priority (L3), in no order. Priorities without work are left out. */
  byPriority(connectionId: string): Promise<PriorityWaiting[]>;
  /** The requests to Gorgias that calls, messages and insight cards used since `since`. */
  taken(connectionId: string, since: Date): Promise<RequestsTaken>;
}

export interface PriorityWaiting {
  priority: string;
  count: number;
  /** When the oldest was deferred. */
  since: Date;
}

/** How many there were, and the requests of all of them. */
interface Taken {
  count: number;
  requests: number;
}

export interface RequestsTaken {
  calls: Taken;
  texts: Taken;
  cards: Taken;
}
