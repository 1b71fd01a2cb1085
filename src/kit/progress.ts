/** How far a long command is. */
export interface Progress {
  done: number;
  /** The same unit as `done`. */
  total: number;
  /** What was found so far, in a few words. */
  note?: string;
}

export type Report = (progress: Progress) => void;
