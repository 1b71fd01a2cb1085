/** Finds the customer of a number in the help desk, without creating one (C1, C14, I1). */
import {
  chooseCustomer,
  externalIdOf,
  INTERNAL_EXTERNAL_ID,
  type Customer,
  type CustomerMatch,
} from "../../domain/customer/customer.ts";
import type { UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { bestOf, ownershipOf, type Ownership } from "../../domain/phone/number-owner.ts";
import { searchedAs } from "../../domain/phone/variants.ts";
import type { ActivityStore } from "../../domain/ports/stores.ts";
import type { Run } from "../run.ts";

export interface LookUpDeps {
  activities: Pick<ActivityStore, "lastSeen">;
}

export interface LookedUp {
  match: CustomerMatch | null;
  /** Ids of customers whose number may be this one or another one. None of them is chosen (C1). */
  unclear: number[];
}

type Asking = Pick<Run, "connectionId" | "helpDesk">;

/** Reads at most this many search results to check the number. A search may return other customers. */
const MOST_CANDIDATES = 5;

/**
 * A miss without candidates costs two requests: the phone channel with the E.164 form, then one search in any format.
 * Each further variant of the number costs one more (C1).
 */
export async function lookUp(deps: LookUpDeps, run: Asking, unknownCaller: UnknownCaller): Promise<LookedUp> {
  const { customerPhone, country, internal } = unknownCaller;
  if (internal) {
    const [customer] = await run.helpDesk.customers.withExternalId(INTERNAL_EXTERNAL_ID);
    return { match: customer ? { customer, how: "internal", others: [] } : null, unclear: [] };
  }
  if (customerPhone.kind === "anonymous" || customerPhone.kind === "word") {
    const [customer] = await run.helpDesk.customers.withExternalId(externalIdOf(customerPhone));
    const how = customerPhone.kind === "word" ? "sender name" : "anonymous";
    return { match: customer ? { customer, how, others: [] } : null, unclear: [] };
  }
  if (customerPhone.kind === "unusual") {
    const channel = await run.helpDesk.customers.withPhone(customerPhone.digits);
    return { match: await choose(deps, run, channel, "phone channel"), unclear: [] };
  }
  return lookUpNumber(deps, run, customerPhone.e164, country);
}

async function lookUpNumber(deps: LookUpDeps, run: Asking, e164: string, country: string | null): Promise<LookedUp> {
  const seen = new Map<number, Owner>();
  const channel = await run.helpDesk.customers.withPhone(e164);
  // Gorgias may compare digits alone (Gorgias contract 4.2). The same digits may be another number without its country
  // code.
  const isSafe = ownershipOf(e164.slice(1), e164, country) === "theirs";
  const exact = isSafe ? channel : await ownersAmong(run, channel, { e164, country, seen });
  const byChannel = await choose(deps, run, exact, "phone channel");
  if (byChannel) return { match: byChannel, unclear: [] };
  for (const written of searchedAs(e164)) {
    const found = await run.helpDesk.customers.searchPhone(written);
    const theirs = await ownersAmong(run, found, { e164, country, seen });
    const bySearch = await choose(deps, run, theirs, "phone search");
    if (bySearch) return { match: bySearch, unclear: [] };
  }
  return fromUnclear([...seen.values()]);
}

/**
 * Chooses a customer who is likely to own the number only if there is no other candidate. Otherwise chooses none (C1).
 */
function fromUnclear(owners: readonly Owner[]): LookedUp {
  const maybe = owners.filter(({ ownership }) => ownership === "likely" || ownership === "unclear");
  const customers = new Map(maybe.flatMap((owner) => (owner.customer ? [[owner.customer.id, owner] as const] : [])));
  const [only] = customers.values();
  if (customers.size === 1 && only?.customer && only.ownership === "likely")
    return { match: { customer: only.customer, how: "phone search", others: [] }, unclear: [] };
  return { match: null, unclear: [...customers.keys()] };
}

interface Owner {
  /** Null if the customer no longer exists. */
  customer: Customer | null;
  ownership: Ownership;
}

interface Wanted {
  e164: string;
  country: string | null;
  /** Customers that were already read, by id. */
  seen: Map<number, Owner>;
}

async function ownersAmong(run: Asking, candidates: readonly Customer[], wanted: Wanted): Promise<Customer[]> {
  const theirs: Customer[] = [];
  for (const { id } of candidates.slice(0, MOST_CANDIDATES)) {
    const owner = wanted.seen.get(id) ?? (await readOwner(run, id, wanted));
    wanted.seen.set(id, owner);
    // Uses the customer that was read. A search may be outdated and name one that was merged into this customer.
    const { customer, ownership } = owner;
    if (customer && ownership === "theirs" && !theirs.some((known) => known.id === customer.id)) theirs.push(customer);
  }
  return theirs;
}

async function readOwner({ helpDesk }: Asking, id: number, { e164, country }: Wanted): Promise<Owner> {
  const card = await helpDesk.customers.read(id);
  const customer = card && { id: card.id, name: card.name, email: card.email };
  return { customer, ownership: bestOf(card?.phones.map((phone) => ownershipOf(phone, e164, country)) ?? []) };
}

async function choose(
  deps: LookUpDeps,
  { connectionId }: Asking,
  found: readonly Customer[],
  how: CustomerMatch["how"],
): Promise<CustomerMatch | null> {
  const ids = found.map((customer) => customer.id);
  const seen = found.length > 1 ? await deps.activities.lastSeen(connectionId, ids) : new Map<number, number>();
  const customer = chooseCustomer(found, seen);
  return customer && { customer, how, others: ids.filter((id) => id !== customer.id) };
}
