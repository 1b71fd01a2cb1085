/** What an answer told of the budget. */
import type { Passage } from "./state.ts";

export interface News {
  /** When the answer came; it may be learned of later. */
  at: number;
  limit?: number;
  used?: number;
  /** The vendor refused (429) and wants this much time. */
  blockedForMs?: number;
  /** Of the request that is answered; without it the oldest in flight is meant. */
  passage?: Passage | undefined;
}
