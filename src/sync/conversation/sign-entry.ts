/** Whose words in Gorgias an entry is, and who signs it (C4, C5). */
import type { Entry } from "../../domain/conversation/entries.ts";
import { authorFor, matchAgent } from "../../domain/people.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import type { ConversationTurn } from "./conversation-turn.ts";

/** An entry that may be written. `authorId` is the Gorgias user who signs it; null for the customer's own words, and where Gorgias takes no author. */
export type SignedEntry = Entry & { authorId: number | null };

/** Null when nobody can sign it (C5). */
export function signEntry(turn: ConversationTurn, entry: Entry, now: number): SignedEntry | null {
  const { kind, message } = entry;
  if (kind === "text" && message.direction === "inbound") return { ...entry, authorId: null };
  const authorId = authorFor(message.user, turn.users, leftOutSoFar(turn.writes, now).authors);
  return authorId === undefined ? null : { ...entry, authorId };
}

/** The Gorgias user whose answer this is; null for everything else. */
export function agentOf({ users }: ConversationTurn, { kind, message }: Entry): number | null {
  const agent = kind === "text" && message.direction === "outbound" ? message.user : null;
  return matchAgent(agent, users)?.id ?? null;
}
