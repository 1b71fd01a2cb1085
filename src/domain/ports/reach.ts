/** Probes by which a command checks that PUBLIC_URL leads to a service on its own database, with its own keys. */

type ReachAnswer =
  | { kind: "answer"; answer: string }
  /** No command on this database asked it, or too long ago. */
  | { kind: "unknown" }
  /** A command on this database asked it, but the answer is sealed with a key that this process lacks. */
  | { kind: "another key" };

export interface ReachProbes {
  /** Stores the answer, sealed, until it is deleted. */
  ask(id: string, answer: string): Promise<void>;
  find(id: string): Promise<ReachAnswer>;
  forget(id: string): Promise<void>;
}
