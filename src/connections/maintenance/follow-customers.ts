/**
 * Reads the help desk's events about customers and tickets every five minutes while calls and messages arrive.
 * Remembered customers that changed are verified at their next use, remembered tickets are listed again, and an agent's
 * correction is learned (C1, I3). Needs the scope `events:read`, which an admin allows in the console.
 */
import type { Credential } from "../../domain/connection/connection.ts";
import { canBeCorrected, correctedTo } from "../../domain/customer/correction.ts";
import { readPhone } from "../../domain/phone/phone.ts";
import type { CustomerFeed, FeedState, FeedTicket } from "../../domain/ports/customer-feed.ts";
import type { HelpDesk, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Installation } from "../../domain/ports/install.ts";
import type { PhoneIndex } from "../../domain/ports/phone-index.ts";
import type { TicketMemory } from "../../domain/ports/ticket-memory.ts";
import type { Clock } from "../../kit/clock.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";

export interface FollowDeps {
  feed: CustomerFeed;
  index: Pick<PhoneIndex, "known" | "remember" | "doubt">;
  ticketMemory: Pick<TicketMemory, "doubt">;
  helpDesks: OpenHelpDesk;
  clock: Clock;
}

/** The least time between two requests. */
const ASK_EVERY_MS = 5 * 60_000;
/** After a refusal the next request waits for this long, or for a new authorisation. */
const REFUSED_MS = 24 * 60 * 60_000;
/** Events of this long before the latest request are read again, because an event may appear late. */
const OVERLAP_MS = 60_000;
/** A customer is verified after a day anyway, so older events change nothing. */
const LOOK_BACK_MS = 24 * 60 * 60_000;
/** The most tickets of one answer that are read. A card finds the others. */
const MOST_TICKETS = 20;

/** A failed request is sent again at a later maintenance. */
export async function followCustomers(
  { feed, index, ticketMemory, helpDesks, clock }: FollowDeps,
  { id, account }: Pick<Installation, "id" | "account">,
  credential: Credential,
): Promise<void> {
  const state = await feed.state(id);
  const now = clock();
  if (!isDue(state, credential, now)) return;
  const helpDesk = helpDesks({ id, account }, "catch-up");
  try {
    const since = Math.max((state.readUntil ?? 0) - OVERLAP_MS, now - LOOK_BACK_MS);
    const { events, complete } = await helpDesk.customerEvents(since);
    const customers = events.filter(({ about }) => about === "customer");
    await index.doubt(id, complete ? customers : "all");
    const ticketsOf = (wanted: typeof events) => [...new Set(wanted.map((event) => event.id))];
    await ticketMemory.doubt(id, ticketsOf(events.filter(({ about }) => about !== "customer")));
    const moved = ticketsOf(events.filter(({ about }) => about === "ticket's customer"));
    const tickets = moved.length > 0 ? await feed.ticketsOf(id, moved) : [];
    for (const ticket of tickets.slice(0, MOST_TICKETS)) await learnOwner({ index, clock }, id, helpDesk, ticket);
    await feed.read(id, now, clock());
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.fate === "refused" && error.status !== 401) await feed.refused(id, clock());
  }
}

/** Without a new delivery since the latest request, no memory is used. */
function isDue({ allowed, askedAt, refusedAt, heardAt }: FeedState, credential: Credential, now: number): boolean {
  if (credential.kind === "bearer" && !allowed) return false;
  if (askedAt !== null && isWithin(askedAt, now, ASK_EVERY_MS)) return false;
  if (refusedAt !== null && isWithin(refusedAt, now, REFUSED_MS)) return false;
  return heardAt !== null && heardAt >= (askedAt ?? 0);
}

/** The number of a ticket that an agent moved belongs to the ticket's new customer. */
async function learnOwner(
  { index, clock }: Pick<FollowDeps, "index" | "clock">,
  connectionId: string,
  helpDesk: HelpDesk,
  { ticketId, customerId, phoneKey }: FeedTicket,
): Promise<void> {
  const phone = readPhone(phoneKey, null);
  const known = await index.known(connectionId, phoneKey);
  if (!canBeCorrected(phone, false) || !known || (known.customer.id !== customerId && !known.corrected)) return;
  const card = await helpDesk.customers.ofTicket(ticketId);
  if (!card || card.id === known.customer.id) return;
  await index.remember(connectionId, phoneKey, correctedTo(card, phone, null), clock());
}
