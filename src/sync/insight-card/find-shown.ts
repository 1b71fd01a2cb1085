/**
 * Finds the customer that an insight card shows: one who still has the number (I1, I5), with what the settings allow.
 */
import type { CardTicket } from "../../domain/insight-card/plan-card.ts";
import type { Connection } from "../../domain/connection/connection.ts";
import type { Customer } from "../../domain/customer/customer.ts";
import { isVerified, memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import type { HelpDesk, ListedTicket } from "../../domain/ports/help-desk.ts";
import type { RememberedCustomer } from "../../domain/ports/phone-index.ts";
import type { TicketMemory } from "../../domain/ports/ticket-memory.ts";
import type { ActivityStore } from "../../domain/ports/stores.ts";
import { judge, rememberFound, type KnownDeps } from "../customer/known-customer.ts";
import { readRemembered, type ReadCustomer } from "../customer/read-remembered.ts";
import { lookUp, type LookUpDeps } from "../customer/look-up-customer.ts";

export interface ShownDeps extends KnownDeps, LookUpDeps {
  activities: Pick<ActivityStore, "lastSeen" | "lastTicket">;
  ticketMemory: TicketMemory;
}

export interface AboutCustomer {
  customer: Customer & { note: string | null };
  tickets: CardTicket[];
  /** When the tickets were read, epoch ms. Null where that is less than a minute ago. */
  ticketsAsOf: number | null;
  lastContactAt: number | null;
}

export interface Shown {
  about: AboutCustomer | null;
  /** A customer has a number that may be the caller's, or just as well another's (C1). */
  unclear: boolean;
}

/** For this long after the number was verified, a card without notes reads nothing of the customer. */
const BELIEVED_MS = 10 * 60_000;
/** A card that shows older tickets than this asks Gorgias again. Agents close and reopen tickets all day. */
const TICKETS_BELIEVED_MS = 60 * 60_000;
/** Older tickets are shown with the time of the list. */
const TICKETS_FRESH_MS = 60_000;
/** The remembered customer, the one they were merged into, and the one found instead. */
const MOST_CANDIDATES = 3;

/** Creates no customer (I1). Searches our own index first, then Gorgias. */
export async function findShown(
  deps: ShownDeps,
  connection: Connection,
  helpDesk: HelpDesk,
  unknownCaller: UnknownCaller,
): Promise<Shown> {
  let candidate = await deps.index.known(connection.id, memoryKey(unknownCaller));
  let mergedInto: Customer | null = null;
  let isSearched = false;
  let unclear = false;
  for (let tries = 0; tries < MOST_CANDIDATES; tries += 1) {
    if (!candidate) {
      if (isSearched) break;
      isSearched = true;
      const searched = await search(deps, connection.id, helpDesk, unknownCaller, mergedInto);
      unclear = searched.unclear;
      candidate = searched.known;
      if (!candidate) break;
    }
    const { read, ...about } = await gather(deps, connection, helpDesk, unknownCaller, candidate);
    if (!read) return shown({ ...about, customer: { ...candidate.customer, note: null } });
    // Who took in the customer may not show the number yet (Gorgias contract 4.7).
    if (candidate.customer === mergedInto && isOf(candidate, read))
      return shown({ ...about, customer: noted(mergedInto, read) });
    const belief = await judge(deps, connection.id, unknownCaller, candidate, read);
    if (belief.kind === "theirs" && belief.known.customer.id === candidate.customer.id)
      return shown({ ...about, customer: noted(belief.known.customer, read) });
    [candidate, mergedInto] = belief.kind === "theirs" ? [belief.known, null] : [null, belief.mergedInto];
  }
  return { about: null, unclear };
}

function isOf({ customer }: RememberedCustomer, { card }: ReadCustomer): boolean {
  return card?.id === customer.id;
}

function noted(customer: Customer, { card }: ReadCustomer): AboutCustomer["customer"] {
  return { ...customer, note: card?.note ?? null };
}

function shown(about: AboutCustomer): Shown {
  return { about, unclear: false };
}

async function search(
  deps: ShownDeps,
  connectionId: string,
  helpDesk: HelpDesk,
  unknownCaller: UnknownCaller,
  mergedInto: Customer | null,
): Promise<{ known: RememberedCustomer | null; unclear: boolean }> {
  const { match, unclear } = await lookUp(deps, { connectionId, helpDesk }, unknownCaller);
  const found = match ?? (mergedInto && { customer: mergedInto, others: [] });
  if (!found) {
    // The call's own run need not search again.
    if (unclear.length === 0) await deps.index.rememberMiss(connectionId, memoryKey(unknownCaller), deps.clock());
    return { known: null, unclear: unclear.length > 0 };
  }
  await rememberFound(deps, connectionId, unknownCaller, found);
  return { known: { ...found, verifiedAt: deps.clock() }, unclear: false };
}

/**
 * Asks Gorgias only for what the settings show, and for what proves the owner of the number. Each question is a
 * request.
 */
async function gather(
  deps: ShownDeps,
  { id, settings }: Connection,
  helpDesk: HelpDesk,
  unknownCaller: UnknownCaller,
  candidate: RememberedCustomer,
): Promise<Omit<AboutCustomer, "customer"> & { read: ReadCustomer | null }> {
  const { customer } = candidate;
  const wantsCard = settings.cardNotes === "show" || !isVerified(candidate, deps.clock(), BELIEVED_MS);
  const wantsTickets = settings.cardTickets === "show" || settings.cardLastContact === "show";
  const [read, listed, seen] = await Promise.all([
    wantsCard ? readRemembered(deps, { connectionId: id, helpDesk }, unknownCaller, candidate) : null,
    wantsTickets ? readTickets(deps, id, helpDesk, customer.id) : { tickets: [], ticketsAsOf: null },
    deps.activities.lastSeen(id, [customer.id]),
  ]);
  return { read, ...listed, lastContactAt: seen.get(customer.id) ?? null };
}

/** Asks Gorgias only if no recent list is remembered. */
async function readTickets(
  { ticketMemory, clock }: ShownDeps,
  connectionId: string,
  helpDesk: HelpDesk,
  customerId: number,
): Promise<Pick<AboutCustomer, "tickets" | "ticketsAsOf">> {
  const now = clock();
  const known = await ticketMemory.known(connectionId, customerId, now - TICKETS_BELIEVED_MS);
  if (known)
    return { tickets: known.tickets, ticketsAsOf: now - known.readAt > TICKETS_FRESH_MS ? known.readAt : null };
  const listed = await helpDesk.tickets.ofCustomer(customerId);
  const tickets = listed.filter(({ state }) => !state.spam).map(cardTicket);
  await ticketMemory.remember(connectionId, customerId, tickets, now);
  return { tickets, ticketsAsOf: null };
}

function cardTicket({ state, subject, assigneeName, lastMessageAt }: ListedTicket): CardTicket {
  const { ticketId: id, status, snoozed } = state;
  return { id, subject, open: status === "open", snoozed, assignee: assigneeName, lastMessageAt };
}
