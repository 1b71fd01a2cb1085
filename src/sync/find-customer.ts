/** Finds the caller's customer, or makes them one: once, though several calls of one stranger arrive together (C1, C2, C14, M11). */
import { draftCustomer, type Customer, type CustomerDraft, type CustomerMatch } from "../domain/customer.ts";
import { callerKey } from "../domain/phone.ts";
import type { OpenPhoneSystem } from "../domain/ports/phone-system.ts";
import type { PhoneIndex } from "../domain/ports/stores.ts";
import type { Settings } from "../domain/settings.ts";
import type { Ids } from "../kit/ids.ts";
import { RequestError } from "../kit/request-error.ts";
import { customerIntentSchema, customerOutcomeSchema } from "../domain/write.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";
import { hasForgotten } from "./forget.ts";
import { lookUp, type LookUpDeps, type Stranger } from "./look-up-customer.ts";
import { writeOnce } from "./write-once.ts";

export interface CustomerDeps extends WriteDeps, LookUpDeps {
  index: PhoneIndex;
  phones: OpenPhoneSystem;
  ids: Ids;
}

/** How soon a call looks again while another one looks for the same caller. */
const CLAIM_POLL_MS = 1_000;
/**
 * A customer that Gorgias turned out not to know any more is looked for once more, under a name of its own; so are the
 * others of a group of texts.
 */
const keyFor = (turn: Turn, { caller }: Stranger) => {
  const again = hasForgotten(turn) ? ":again" : "";
  const key = callerKey(caller);
  return { round: turn.era, key: `customer${key === turn.callerKey ? "" : `:${key}`}${again}` };
};

/** The names of the caller's own. */
const OWN_KEY = /^customer(?::again)?$/;

/** Whether the caller's own customer was created for this work (C2): also when that one was lost since and another was found. */
export function hasCreatedCustomer({ writes, era }: Turn): boolean {
  const customers = writes.filter(({ round, key, state }) => round === era && OWN_KEY.test(key) && state === "done");
  return customers.some((write) => customerOutcomeSchema.parse(write.outcome).created);
}

type Found = CustomerMatch & { created: boolean };

/** Rejects with a RequestError when the help desk cannot be asked just now, or refuses the new customer. */
export async function findCustomer(
  deps: CustomerDeps,
  turn: Turn,
  stranger: Stranger,
  settings: Settings,
): Promise<Found> {
  const { round, key: writeKey } = keyFor(turn, stranger);
  const key = callerKey(stranger.caller);
  const settled = turn.writes.find(
    (write) => write.round === round && write.key === writeKey && write.state === "done",
  );
  if (settled) return customerOutcomeSchema.parse(settled.outcome);
  const { remembered } = turn.surroundings;
  const claim =
    remembered?.caller === key
      ? ({ kind: "known", customer: remembered.customer } as const)
      : await deps.index.claim(turn.connectionId, key, turn.subject, deps.clock());
  if (claim.kind === "taken") {
    throw new RequestError("another call is looking for the same caller", {
      fate: "later",
      retryAfterMs: CLAIM_POLL_MS,
    });
  }
  const found: Found =
    claim.kind === "known"
      ? await knownMeanwhile(deps, turn, { round, key: writeKey }, claim.customer, settings)
      : await lookUpOrCreate(deps, turn, stranger, settings);
  if (claim.kind === "yours") await deps.index.remember(turn.connectionId, key, found.customer, deps.clock());
  return found;
}

/**
 * Where a worker died over the creation and its claim ran out, another call found or made the customer: that ends ours too.
 * An e-mail that was made up for our own tells that it is ours that was found, and that nobody else says so (C2).
 */
async function knownMeanwhile(
  deps: CustomerDeps,
  turn: Turn,
  key: { round: number; key: string },
  customer: Customer,
  { madeUpEmailDomain }: Settings,
): Promise<Found> {
  const found: Found = { customer, how: "phone index", others: [], created: false };
  const begun = turn.writes.find((w) => w.round === key.round && w.key === key.key && w.state === "intended");
  if (!begun) return found;
  const { email } = customerIntentSchema.parse(begun.intent);
  const isOurs = email !== null && email === customer.email && email.endsWith(`@${madeUpEmailDomain}`);
  const outcome: Found = isOurs ? { ...found, how: "found again", created: true } : found;
  await settleNow(deps, turn, { ...key, outcome, requests: 0 });
  return outcome;
}

async function lookUpOrCreate(deps: CustomerDeps, turn: Turn, stranger: Stranger, settings: Settings): Promise<Found> {
  const before = turn.desk.spent();
  const { match, unclear } = await lookUp(deps, turn, stranger);
  const requests = turn.desk.spent() - before;
  const key = keyFor(turn, stranger);
  const intended = turn.writes.find((w) => w.round === key.round && w.key === key.key && w.state === "intended");
  if (match && !intended) {
    const found = { ...match, created: false };
    await settleNow(deps, turn, { ...key, outcome: found, requests });
    return found;
  }
  const draft = intended ? customerIntentSchema.parse(intended.intent) : await draftFor(deps, turn, stranger, settings);
  const made = await writeOnce<Found>(deps, turn, {
    ...key,
    intent: draft,
    find: () => findMade(turn, draft, match, settings),
    send: async () => ({ ...(await create(turn, draft)), ...(unclear.length > 0 ? { unclear } : {}) }),
  });
  if (made.kind === "done") {
    await addLookUps(deps, turn, key, requests);
    return made.outcome;
  }
  const why = made.kind === "refused" ? made.why : "the customer could not be made";
  throw new RequestError(why, { fate: "refused" });
}

/** The look-ups before the creation belong to the same write. */
async function addLookUps(
  deps: CustomerDeps,
  turn: Turn,
  key: { round: number; key: string },
  requests: number,
): Promise<void> {
  const write = turn.writes.find((candidate) => candidate.round === key.round && candidate.key === key.key);
  if (write) await settleNow(deps, turn, { ...key, outcome: write.outcome, requests });
}

async function draftFor(
  deps: CustomerDeps,
  turn: Turn,
  stranger: Stranger,
  settings: Settings,
): Promise<CustomerDraft> {
  const { contact, caller } = stranger;
  const known = contact ?? (caller.kind === "number" ? await contactOf(deps, turn, caller.e164) : null);
  return draftCustomer(caller, known, settings, deps.ids.digits(12));
}

async function contactOf(deps: CustomerDeps, turn: Turn, phone: string) {
  const phoneSystem = await deps.phones(turn.connectionId);
  return phoneSystem.contact(phone);
}

/**
 * After an answer was lost: by phone (already looked up), else by the e-mail that was to be the customer's. Who has that
 * without the phone is somebody else, whom the phone was to be added to (C2); a made-up one is nobody else's.
 */
async function findMade(
  turn: Turn,
  { email, phone }: CustomerDraft,
  match: CustomerMatch | null,
  { madeUpEmailDomain }: Settings,
): Promise<Found | null> {
  if (match) return { ...match, how: "found again", created: true };
  if (!email) return null;
  const [customer] = await turn.desk.customers.withEmail(email);
  if (!customer) return null;
  const isOurs =
    phone === null ||
    email.endsWith(`@${madeUpEmailDomain}`) ||
    (await turn.desk.customers.read(customer.id))?.phones.includes(phone);
  return isOurs ? { customer, how: "found again", others: [], created: true } : addTo(turn, customer, phone);
}

async function addTo(turn: Turn, customer: Customer, phone: string | null): Promise<Found> {
  if (phone) await turn.desk.customers.addPhone(customer.id, phone);
  return { customer, how: "e-mail taken", others: [], created: false };
}

/** Taken: somebody has the phone since we looked, or has the e-mail; then the phone is added to them (C2). */
async function create(turn: Turn, draft: CustomerDraft): Promise<Found> {
  const made = await turn.desk.customers.create(draft);
  if (made.kind === "created") return { customer: made.customer, how: "created", others: [], created: true };
  const [byPhone] = draft.phone ? await turn.desk.customers.withPhone(draft.phone) : [];
  if (byPhone) return { customer: byPhone, how: "phone channel", others: [], created: false };
  const [byEmail] = draft.email ? await turn.desk.customers.withEmail(draft.email) : [];
  if (!byEmail) {
    throw new RequestError("Gorgias refused the new customer as taken, but shows nobody with this phone or e-mail.", {
      fate: "refused",
      status: 409,
    });
  }
  return addTo(turn, byEmail, draft.phone);
}
