/** Makes a customer once, whatever dies in between; a part that Gorgias rejects is left out (C2, C18). */
import {
  draftCustomer,
  draftInternal,
  madeUpEmail,
  type Customer,
  type CustomerDraft,
  type CustomerMatch,
  type FoundCustomer,
} from "../domain/customer.ts";
import { firstAttempt, nextAttempt, type CustomerAttempt, type DraftRefusal } from "../domain/customer-draft.ts";
import type { LeftOut } from "../domain/left-out.ts";
import type { OpenPhoneSystem } from "../domain/ports/phone-system.ts";
import type { Settings } from "../domain/settings.ts";
import { customerIntentOf, customerIntentSchema, type Write } from "../domain/write.ts";
import type { Ids } from "../kit/ids.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import { askContact } from "./ask-contact.ts";
import type { Stranger } from "./look-up-customer.ts";
import type { Turn, WriteDeps } from "./turn.ts";
import { writeOnce } from "./ticket/write-once.ts";

export interface CreateDeps extends WriteDeps {
  phones: OpenPhoneSystem;
  ids: Ids;
}

export interface Creation {
  settings: Settings;
  name: Pick<Write, "round" | "key">;
  /** Who has the number by now: whoever is found after an answer was lost is the one that was made. */
  match: CustomerMatch | null;
}

/** Rejects with a RequestError when Gorgias does not take the customer, whatever is left out. */
export async function createCustomer(
  deps: CreateDeps,
  turn: Turn,
  stranger: Stranger,
  { settings, name, match }: Creation,
): Promise<FoundCustomer> {
  const begun = turn.writes.find((w) => w.round === name.round && w.key === name.key && w.state === "intended");
  const spareEmail = madeUpEmail(settings, deps.ids.digits(12));
  let attempt: CustomerAttempt | null = begun
    ? customerIntentSchema.parse(begun.intent)
    : await firstFor(deps, turn, stranger, settings);
  while (attempt) {
    // Each attempt is stored before it is sent, and taken back once Gorgias has refused it: nothing of it is there then.
    const current: CustomerAttempt = attempt;
    let next: CustomerAttempt | null = null;
    const made = await writeOnce<FoundCustomer>(deps, turn, {
      ...name,
      intent: customerIntentOf(current),
      // A number that was added is added once more without harm.
      ...(current.adopts ? {} : { find: () => findMade(turn, current, match, settings) }),
      async send() {
        const sent = await send(turn, current, settings);
        if (sent.kind === "found") return sent.found;
        next = sent.kind === "next" ? sent.attempt : nextAttempt(current, sent.refusal, spareEmail);
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

/** Without the vendor's words: they may repeat a name or an address, and this is logged. */
const NOT_TAKEN =
  "Gorgias rejects the new customer, also without its optional parts, and shows no other one with this phone or e-mail. Create the customer in Gorgias, then retry.";

async function firstFor(
  deps: CreateDeps,
  turn: Turn,
  stranger: Stranger,
  settings: Settings,
): Promise<CustomerAttempt> {
  const digits = deps.ids.digits(12);
  const { caller, internal, contact } = stranger;
  if (internal || contact || caller.kind !== "number") return firstAttempt(draftFor(stranger, settings, digits));
  const asked = await askContact(deps, turn, caller.e164);
  const [told, leftOut] = asked.kind === "told" ? [asked.contact, []] : [null, [asked.leftOut]];
  return firstAttempt(draftFor({ ...stranger, contact: told }, settings, digits), leftOut);
}

function draftFor({ caller, contact, internal }: Stranger, settings: Settings, digits: string): CustomerDraft {
  return internal ? draftInternal(settings, digits) : draftCustomer(caller, contact, settings, digits);
}

type Sent =
  | { kind: "found"; found: FoundCustomer }
  | { kind: "next"; attempt: CustomerAttempt }
  | { kind: "refused"; refusal: DraftRefusal };

async function send(turn: Turn, attempt: CustomerAttempt, settings: Settings): Promise<Sent> {
  const { draft, leftOut, adopts } = attempt;
  if (adopts) return { kind: "found", found: await adopt(turn, attempt, adopts) };
  const earlier = await withOurId(turn, draft);
  if (earlier) return found({ customer: earlier, how: "found again", created: false, leftOut });
  const made = await turn.desk.customers.create(draft);
  if (made.kind === "created") return found({ customer: made.customer, how: "created", created: true, leftOut });
  if (!mayBeTaken(made)) return { kind: "refused", refusal: made };
  const [byPhone] = draft.phone ? await turn.desk.customers.withPhone(draft.phone) : [];
  if (byPhone && isOurs(byPhone, draft, settings))
    return found({ customer: byPhone, how: "found again", created: true, leftOut });
  // Somebody has the phone since we looked.
  if (byPhone) return found({ customer: byPhone, how: "phone channel", created: false });
  const byEmail = draft.email ? await withEmail(turn, draft.email) : null;
  if (!byEmail) return { kind: "refused", refusal: made };
  if (isOurs(byEmail, draft, settings)) return found({ customer: byEmail, how: "found again", created: true, leftOut });
  return { kind: "next", attempt: { ...attempt, guess: null, adopts: byEmail } };
}

function found(outcome: Omit<FoundCustomer, "others">): Sent {
  return { kind: "found", found: { ...outcome, others: [] } };
}

/** A refusal that names other parts than an address is about those. */
function mayBeTaken({ status, parts }: DraftRefusal): boolean {
  return status === 409 || parts.length === 0 || parts.includes("email") || parts.includes("phone");
}

/** An e-mail that was made up is nobody else's. */
function isOurs(customer: Customer, { email }: CustomerDraft, settings: Settings): boolean {
  return email !== null && email === customer.email && isMadeUp(email, settings);
}

export function isMadeUp(email: string, { madeUpEmailDomain }: Settings): boolean {
  return /^\d{6,}@/.test(email) && email.endsWith(`@${madeUpEmailDomain}`);
}

/** A customer who was made before without the number, under our own id. */
async function withOurId(turn: Turn, { phone, externalId }: CustomerDraft): Promise<Customer | null> {
  if (phone !== null || externalId === null) return null;
  const [customer] = await turn.desk.customers.withExternalId(externalId);
  return customer ?? null;
}

/** A search may answer others; only so many are read to see whether the address is theirs. */
const MOST_CANDIDATES = 5;

/** A list finds the primary address only, so the others are searched (Gorgias contract 16). */
async function withEmail(turn: Turn, email: string): Promise<Customer | null> {
  const [primary] = await turn.desk.customers.withEmail(email);
  if (primary) return primary;
  const candidates = await turn.desk.customers.searchAddress(email);
  for (const { id } of candidates.slice(0, MOST_CANDIDATES)) {
    const card = await turn.desk.customers.read(id);
    if (card?.emails.some((known) => known.trim().toLowerCase() === email))
      return { id: card.id, name: card.name, email: card.email };
  }
  return null;
}

/** The customer who has the e-mail is given the phone; they are the caller's also where Gorgias rejects that. */
async function adopt(turn: Turn, { draft, leftOut }: CustomerAttempt, customer: Customer): Promise<FoundCustomer> {
  const taken = { customer, how: "e-mail taken" as const, others: [], created: false };
  if (!draft.phone) return { ...taken, leftOut };
  try {
    await turn.desk.customers.addPhone(customer.id, draft.phone);
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
 * After an answer was lost: by phone (already looked up), by our own id, else by the e-mail that was to be the customer's.
 * Who has that without the phone is somebody else, whom the next attempt finds (C2). A made-up one is nobody else's.
 */
async function findMade(
  turn: Turn,
  { draft, leftOut }: CustomerAttempt,
  match: CustomerMatch | null,
  settings: Settings,
): Promise<FoundCustomer | null> {
  const again = { how: "found again" as const, created: true, leftOut };
  if (match) return { ...match, ...again };
  const { email, phone } = draft;
  const byId = await withOurId(turn, draft);
  if (byId) return { customer: byId, others: [], ...again };
  if (!email) return null;
  const [customer] = await turn.desk.customers.withEmail(email);
  if (!customer) return null;
  const isMade =
    phone === null ||
    isMadeUp(email, settings) ||
    (await turn.desk.customers.read(customer.id))?.phones.includes(phone) === true;
  return isMade ? { customer, others: [], ...again } : null;
}
