/** What the console reads of the work that waits for Gorgias, and of what finished work took. */

export interface WaitingQueries {
  /** Work that was put aside and has not failed, by the lane it waits in (L3), in no order; lanes where nothing waits are left out. */
  byLane(connectionId: string): Promise<LaneWaiting[]>;
  /** What calls, texts and cards took of Gorgias since `since`. */
  taken(connectionId: string, since: Date): Promise<RequestsTaken>;
}

export interface LaneWaiting {
  lane: string;
  count: number;
  /** When the oldest was put aside. */
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
