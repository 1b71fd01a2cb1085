/**
 * A second look verifies what was written on the strength of an earlier look at the ticket (M5). Pure: what is to be
 * verified, and what the second look means.
 */
import { z } from "zod";
import type { TicketState } from "../ports/help-desk.ts";
import { textOutcomeSchema, type Write } from "../ticket/write.ts";

/** Saved before the first such entry is sent, so that a worker's crash leaves nothing unverified. */
const intentSchema = z.object({
  ticketId: z.number(),
  /** Keys of the entries, written or about to be. */
  entries: z.array(z.string()),
  /** When the earlier look at the ticket was made, epoch ms. */
  since: z.number(),
  /** The agent who is assigned the ticket at the end of the burst. */
  assigneeId: z.number().nullable(),
});
export type VerificationIntent = z.infer<typeof intentSchema>;

/** Saved only where something has to be written again. */
const outcomeSchema = z.object({ ticketId: z.number(), again: z.array(z.string()) });

export const VERIFY = "verify";

export interface Verification extends VerificationIntent {
  key: string;
}

/** Verifications that are still pending. */
export function verificationsIn(writes: readonly Write[]): Verification[] {
  const pending = writes.filter(({ key, state }) => key.startsWith(`${VERIFY}:`) && state === "intended");
  return pending.map(({ key, intent }) => ({ key, ...intentSchema.parse(intent) }));
}

/** How often an entry landed where no agent sees it. Each time it got a new key. */
export function timesLost(entryKey: string, writes: readonly Write[]): number {
  const made = writes.filter(({ key, state }) => key.startsWith(`${VERIFY}:`) && state === "done");
  const lost = made.flatMap(({ outcome }) => outcomeSchema.safeParse(outcome).data?.again ?? []);
  return lost.filter((key) => key.replace(/:again\d+$/, "") === entryKey).length;
}

/**
 * `stands`: all is well. `reopen`: the ticket was closed when an entry landed in it. `again`: these entries are written
 * elsewhere.
 */
export type Verdict = { go: "stands" } | { go: "reopen"; keys: string[] } | { go: "again"; keys: string[] };

/**
 * `state`: the result of the second look. When a ticket was closed or trashed after an entry had landed, the person who
 * did so saw the entry.
 */
export function judge(
  { ticketId, entries }: VerificationIntent,
  state: TicketState,
  writes: readonly Write[],
): Verdict {
  const landed = landedIn(ticketId, entries, writes);
  const since = (moment: number | null | undefined) =>
    landed.filter(({ at }) => moment == null || moment <= at).map(({ key }) => key);
  // The entries moved along with a merged ticket.
  if (state.kind === "merged" && state.into !== null) return { go: "stands" };
  if (state.kind !== "there" || state.spam) return verdict("again", since(null));
  if (state.trashed) return verdict("again", since(state.trashedAt));
  return state.status === "open" ? { go: "stands" } : verdict("reopen", since(state.closedAt));
}

function verdict(go: "reopen" | "again", keys: string[]): Verdict {
  return keys.length > 0 ? { go, keys } : { go: "stands" };
}

/** The entries that landed in the ticket, each with the moment when that was certain, epoch ms. */
function landedIn(ticketId: number, entries: readonly string[], writes: readonly Write[]) {
  return writes.flatMap(({ key, state, outcome, intendedAt }) => {
    const landed = state === "done" && entries.includes(key) ? textOutcomeSchema.safeParse(outcome).data : undefined;
    return landed?.ticketId === ticketId ? [{ key, at: landed.at ?? intendedAt }] : [];
  });
}
