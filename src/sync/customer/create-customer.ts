/**
 * Creates a customer exactly once, even if the process dies in between. Leaves out a part that Gorgias rejects (C2,
 * C18).
 */
import {
  draftCustomer,
  draftInternal,
  madeUpEmail,
  type Customer,
  type CustomerDraft,
  type CustomerMatch,
  type FoundCustomer,
} from "../../domain/customer/customer.ts";
import {
  firstAttempt,
  nextAttempt,
  type CustomerAttempt,
  type DraftRejection,
} from "../../domain/customer/customer-draft.ts";
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import type { OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import { customerIntentOf, customerIntentSchema, type Write } from "../../domain/ticket/write.ts";
import type { Ids } from "../../kit/ids.ts";
import { refusedWith, RequestError } from "../../kit/request-error.ts";
import { askContact } from "./ask-contact.ts";
import type { UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import type { Run, WriteDeps } from "../run.ts";
import { writeOnce } from "../ticket/write-once.ts";

export interface CreateDeps extends WriteDeps {
  phones: OpenPhoneSystem;
  ids: Ids;
}

export interface Creation {
  settings: Settings;
  name: Pick<Write, "generation" | "key">;
  /**
   * The customer who owns the number now. After a lost answer, this is the customer that the earlier attempt created.
   */
  match: CustomerMatch | null;
}

/** Rejects with a RequestError if Gorgias rejects the customer even without the optional parts. */
export async function createCustomer(
  deps: CreateDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  { settings, name, match }: Creation,
): Promise<FoundCustomer> {
  const begun = run.writes.find(
    (w) => w.generation === name.generation && w.key === name.key && w.state === "intended",
  );
  const spareEmail = madeUpEmail(settings, deps.ids.digits(12));
  let attempt: CustomerAttempt | null = begun
    ? customerIntentSchema.parse(begun.intent)
    : await firstFor(deps, run, unknownCaller, settings);
  while (attempt) {
    // `writeOnce` stores each attempt before sending. It withdraws a rejected attempt, because Gorgias has stored
    // nothing of it.
    const current: CustomerAttempt = attempt;
    let next: CustomerAttempt | null = null;
    const made = await writeOnce<FoundCustomer>(deps, run, {
      ...name,
      intent: customerIntentOf(current),
      // Adding the number twice does no harm, so this needs no search.
      ...(current.adopts ? {} : { find: () => findMade(run, current, match, settings) }),
      async send() {
        const sent = await send(run, current, settings);
        if (sent.kind === "found") return sent.found;
        next = sent.kind === "next" ? sent.attempt : nextAttempt(current, sent.rejection, spareEmail);
        if (!next) throw new RequestError(NOT_TAKEN, { fate: "refused", obstacle: "customer_rejected" });
        return null;
      },
    });
    if (made.kind === "done") return made.outcome;
    if (made.kind === "refused") throw made.error;
    attempt = next;
  }
  throw new RequestError(NOT_TAKEN, { fate: "refused", obstacle: "customer_rejected" });
}

/** Leaves out the vendor's words. They may repeat a name or an address, and the log stores this message. */
const NOT_TAKEN =
  "Gorgias rejects the new customer, also without its optional parts, and shows no other one with this phone or e-mail. Create the customer in Gorgias, then retry.";

async function firstFor(
  deps: CreateDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  settings: Settings,
): Promise<CustomerAttempt> {
  const digits = deps.ids.digits(12);
  const { customerPhone, internal, contact } = unknownCaller;
  if (internal || contact || customerPhone.kind !== "number")
    return firstAttempt(draftFor(unknownCaller, settings, digits));
  const asked = await askContact(deps, run, customerPhone.e164);
  const [told, leftOut] = asked.kind === "told" ? [asked.contact, []] : [null, [asked.leftOut]];
  return firstAttempt(draftFor({ ...unknownCaller, contact: told }, settings, digits), leftOut);
}

function draftFor(
  { customerPhone, contact, internal }: UnknownCaller,
  settings: Settings,
  digits: string,
): CustomerDraft {
  return internal ? draftInternal(settings, digits) : draftCustomer(customerPhone, contact, settings, digits);
}

type Sent =
  | { kind: "found"; found: FoundCustomer }
  | { kind: "next"; attempt: CustomerAttempt }
  | { kind: "refused"; rejection: DraftRejection };

async function send(run: Run, attempt: CustomerAttempt, settings: Settings): Promise<Sent> {
  const { draft, leftOut, adopts } = attempt;
  if (adopts) return { kind: "found", found: await adopt(run, attempt, adopts) };
  const earlier = await withOurId(run, draft);
  if (earlier) return found({ customer: earlier, how: "found again", created: false, leftOut });
  const made = await run.helpDesk.customers.create(draft);
  if (made.kind === "created") return found({ customer: made.customer, how: "created", created: true, leftOut });
  if (!mayBeTaken(made)) return { kind: "refused", rejection: made };
  const [byPhone] = draft.phone ? await run.helpDesk.customers.withPhone(draft.phone) : [];
  if (byPhone && isOurs(byPhone, draft, settings))
    return found({ customer: byPhone, how: "found again", created: true, leftOut });
  // Another customer has got the phone since the look-up.
  if (byPhone) return found({ customer: byPhone, how: "phone channel", created: false });
  const byEmail = draft.email ? await withEmail(run, draft.email) : null;
  if (!byEmail) return { kind: "refused", rejection: made };
  if (isOurs(byEmail, draft, settings)) return found({ customer: byEmail, how: "found again", created: true, leftOut });
  return { kind: "next", attempt: { ...attempt, guess: null, adopts: byEmail } };
}

function found(outcome: Omit<FoundCustomer, "others">): Sent {
  return { kind: "found", found: { ...outcome, others: [] } };
}

/**
 * True if another customer may have the e-mail or phone. A rejection that names only other parts says nothing about
 * that.
 */
function mayBeTaken({ status, parts }: DraftRejection): boolean {
  return status === 409 || parts.length === 0 || parts.includes("email") || parts.includes("phone");
}

/** A made-up e-mail is unique, so a customer with it is the one that we created. */
function isOurs(customer: Customer, { email }: CustomerDraft, settings: Settings): boolean {
  return email !== null && email === customer.email && isMadeUp(email, settings);
}

export function isMadeUp(email: string, { madeUpEmailDomain }: Settings): boolean {
  return /^\d{6,}@/.test(email) && email.endsWith(`@${madeUpEmailDomain}`);
}

/** A customer that was created without the number, under our own external id. */
async function withOurId(run: Run, { phone, externalId }: CustomerDraft): Promise<Customer | null> {
  if (phone !== null || externalId === null) return null;
  const [customer] = await run.helpDesk.customers.withExternalId(externalId);
  return customer ?? null;
}

/** Reads at most this many search results to check the address. A search may return other customers. */
const MOST_CANDIDATES = 5;

/** The list finds only primary addresses, so a search covers the others (Gorgias contract 16). */
async function withEmail(run: Run, email: string): Promise<Customer | null> {
  const [primary] = await run.helpDesk.customers.withEmail(email);
  if (primary) return primary;
  const candidates = await run.helpDesk.customers.searchAddress(email);
  for (const { id } of candidates.slice(0, MOST_CANDIDATES)) {
    const card = await run.helpDesk.customers.read(id);
    if (card?.emails.some((known) => known.trim().toLowerCase() === email))
      return { id: card.id, name: card.name, email: card.email };
  }
  return null;
}

/** Adds the phone to the customer with this e-mail. The match holds even if Gorgias rejects the phone. */
async function adopt(run: Run, { draft, leftOut }: CustomerAttempt, customer: Customer): Promise<FoundCustomer> {
  const taken = { customer, how: "e-mail taken" as const, others: [], created: false };
  if (!draft.phone) return { ...taken, leftOut };
  try {
    await run.helpDesk.customers.addPhone(customer.id, draft.phone);
    return { ...taken, leftOut };
  } catch (error) {
    if (!refusedWith(error, 400, 409, 422)) throw error;
    const phone: LeftOut = {
      part: "phone",
      value: draft.phone,
      code: "rejected",
      vendor: "gorgias",
      status: error.status,
      detail: null,
    };
    return { ...taken, leftOut: [...leftOut, phone] };
  }
}

/**
 * Looks for the customer after a lost answer: by phone (already looked up), by our own id, else by the draft's e-mail.
 * A customer with that e-mail but without the phone is another person, and the next attempt finds them (C2). A made-up
 * e-mail is unique.
 */
async function findMade(
  run: Run,
  { draft, leftOut }: CustomerAttempt,
  match: CustomerMatch | null,
  settings: Settings,
): Promise<FoundCustomer | null> {
  const again = { how: "found again" as const, created: true, leftOut };
  if (match) return { ...match, ...again };
  const { email, phone } = draft;
  const byId = await withOurId(run, draft);
  if (byId) return { customer: byId, others: [], ...again };
  if (!email) return null;
  const [customer] = await run.helpDesk.customers.withEmail(email);
  if (!customer) return null;
  const isMade =
    phone === null ||
    isMadeUp(email, settings) ||
    (await run.helpDesk.customers.read(customer.id))?.phones.includes(phone) === true;
  return isMade ? { customer, others: [], ...again } : null;
}
