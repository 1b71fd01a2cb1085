/** Decides which Gorgias user signs an entry (C4, C5). Pure. */
import { authorFor, matchAgent, type HelpDeskUser } from "../customer/people.ts";
import type { LeftOutSoFar } from "../ticket/rejected-parts.ts";
import type { Entry } from "./entries.ts";

/**
 * An entry that may be written. `authorId`: the Gorgias user who signs it. Null for the customer's own words, and where
 * Gorgias takes no author.
 */
export type SignedEntry = Entry & { authorId: number | null };

/** Null where no user can sign it (C5). */
export function signEntry(
  entry: Entry,
  users: readonly HelpDeskUser[],
  { authors }: Pick<LeftOutSoFar, "authors">,
): SignedEntry | null {
  const { kind, message } = entry;
  if (kind === "text" && message.direction === "inbound") return { ...entry, authorId: null };
  const authorId = authorFor(message.user, users, authors);
  return authorId === undefined ? null : { ...entry, authorId };
}

/** The Gorgias user who wrote this answer. Null for everything else. */
export function agentOf({ kind, message }: Entry, users: readonly HelpDeskUser[]): number | null {
  const agent = kind === "text" && message.direction === "outbound" ? message.user : null;
  return matchAgent(agent, users)?.id ?? null;
}
