/** What must be true of tickets that agents changed: nothing twice, one living ticket for each call, no tag of theirs lost. */
import { seenTickets, type SeenTicket, type Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "../chaos/final-state.ts";
import type { Agents } from "./agents.ts";

export function checkChanged(
  finalState: FinalState,
  { changed, tags, closedAt, restored }: Omit<Agents, "act">,
): Violation[] {
  return finalState.shops.flatMap((shop) => {
    const tickets = seenTickets(finalState.sandbox.gorgias.desk, shop.account);
    const touched = tickets.filter(({ id }) => changed.tickets.has(`${shop.account}/${id}`));
    return [
      ...touched.flatMap((ticket) => doubledNotes(shop, ticket)),
      ...livingTwice(
        shop,
        tickets.filter(({ id }) => !restored.has(`${shop.account}/${id}`)),
      ),
      ...sameName(shop, tickets),
      ...tickets.flatMap((ticket) => notReopened(shop, ticket, closedAt.get(`${shop.account}/${ticket.id}`))),
      ...tickets.flatMap((ticket) => lostTags(shop, ticket, tags.get(`${shop.account}/${ticket.id}`))),
    ];
  });
}

function doubledNotes(shop: Shop, { id, notes }: SeenTicket): Violation[] {
  // A merged ticket brings the notes of its own call, which have the same keys.
  const names = notes.flatMap(({ externalId }) => externalId ?? []);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => ({ what: `ticket ${id}, which an agent changed, has ${name} twice`, shop }));
}

/** A ticket in the trash has one successor at most. */
function livingTwice(shop: Shop, tickets: readonly SeenTicket[]): Violation[] {
  const living = tickets.filter(({ trashed, spam, externalId }) => !trashed && !spam && externalId !== null);
  const byCall = Map.groupBy(living, ({ externalId }) => /^aircall-call-\d+/.exec(externalId ?? "")?.[0] ?? "");
  return [...byCall].flatMap(([name, own]) => {
    if (name === "" || own.length < 2) return [];
    const ids = own.map(({ id }) => id).join(", ");
    return [{ what: `${name} has the living tickets ${ids}`, shop, call: Number(name.split("-").at(-1)) }];
  });
}

/** A successor has a name of its own. */
function sameName(shop: Shop, tickets: readonly SeenTicket[]): Violation[] {
  const names = tickets.flatMap(({ externalId }) => externalId ?? []);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => ({ what: `two tickets have the name ${name}`, shop }));
}

/** The end of a call, or a message of the customer, that comes after an agent closed the ticket, opens it (C11, M5). */
function notReopened(
  shop: Shop,
  { id, status, notes, channel }: SeenTicket,
  closedAt: number | undefined,
): Violation[] {
  if (closedAt === undefined || status === "open") return [];
  const opening = notes.filter(({ key, fromAgent }) =>
    channel === "sms" ? !fromAgent : key === "ended" || key === "unanswered",
  );
  const late = opening.find(({ createdAt }) => Date.parse(createdAt) > closedAt);
  return late ? [{ what: `ticket ${id} was not opened by ${late.key} of ${late.createdAt}`, shop }] : [];
}

function lostTags(shop: Shop, ticket: SeenTicket, wanted: ReadonlySet<string> | undefined): Violation[] {
  const lost = [...(wanted ?? [])].filter((name) => !ticket.tags.includes(name));
  return lost.map((name) => ({ what: `ticket ${ticket.id} lost the tag ${name} of an agent`, shop }));
}
