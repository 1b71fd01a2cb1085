/** Whose words in Gorgias an entry is, and who signs it (C4, C5). */
import type { Entry } from "../../domain/conversation/entries.ts";
import { matchAgent, signerFor } from "../../domain/people.ts";
import type { ConversationTurn } from "./conversation-turn.ts";

/** An entry that may be written. `authorId` is the Gorgias user who signs it; null for the customer's own words. */
export type SignedEntry =
  | (Extract<Entry, { kind: "text" }> & { authorId: number | null })
  | (Extract<Entry, { kind: "undelivered" }> & { authorId: number });

/** Null when nobody can sign it (C5). */
export function signEntry({ users }: ConversationTurn, entry: Entry): SignedEntry | null {
  const { kind, message } = entry;
  if (kind === "text" && message.direction === "inbound") return { ...entry, authorId: null };
  const signer = signerFor(message.user, users);
  return signer && { ...entry, authorId: signer.id };
}

/** The Gorgias user whose answer this is; null for everything else. */
export function agentOf({ users }: ConversationTurn, { kind, message }: Entry): number | null {
  const agent = kind === "text" && message.direction === "outbound" ? message.user : null;
  return matchAgent(agent, users)?.id ?? null;
}
