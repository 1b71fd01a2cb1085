/** Questions by which a command finds out whether PUBLIC_URL leads to a service on its own database, with its own keys. */

type ReachAnswer =
  | { kind: "answer"; answer: string }
  /** Asked by nobody on this database, or too long ago. */
  | { kind: "unknown" }
  /** Asked on this database, but sealed with a key that this process does not hold. */
  | { kind: "another key" };

export interface ReachProbes {
  /** Keeps the answer, sealed, until it is forgotten. */
  ask(id: string, answer: string): Promise<void>;
  find(id: string): Promise<ReachAnswer>;
  forget(id: string): Promise<void>;
}
