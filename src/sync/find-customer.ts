/** Finds the caller's customer, or makes them one: once, though several calls of one stranger arrive together (C1, C2, C14, M11). */
import type { Customer, CustomerMatch, FoundCustomer } from "../domain/customer.ts";
import { callerKey } from "../domain/phone.ts";
import type { PhoneIndex, RememberedCustomer } from "../domain/ports/stores.ts";
import type { Settings } from "../domain/settings.ts";
import type { Write } from "../domain/write.ts";
import { customerIntentSchema, customerOutcomeSchema } from "../domain/write.ts";
import { RequestError } from "../kit/request-error.ts";
import { createCustomer, isMadeUp, type CreateDeps } from "./create-customer.ts";
import { hasForgotten } from "./forget.ts";
import { believe, rememberFound } from "./known-customer.ts";
import { lookUp, memoryKey, type LookUpDeps, type Stranger } from "./look-up-customer.ts";
import { nameCustomer } from "./name-customer.ts";
import { settleNow, type Turn } from "./turn.ts";

export interface CustomerDeps extends CreateDeps, LookUpDeps {
  index: PhoneIndex;
}

/** How soon a call looks again while another one looks for the same caller. */
const CLAIM_POLL_MS = 1_000;
/** A remembered customer who is not the caller's any more is looked for anew; more often than this, others are at it. */
const MOST_TRIES = 3;

type WriteName = Pick<Write, "round" | "key">;

/**
 * A customer that Gorgias turned out not to know any more is looked for once more, under a name of its own; so are the
 * others of a group of texts.
 */
function nameFor(turn: Turn, { caller }: Stranger): WriteName {
  const again = hasForgotten(turn) ? ":again" : "";
  const key = callerKey(caller);
  return { round: turn.era, key: `customer${key === turn.callerKey ? "" : `:${key}`}${again}` };
}

/** The names of the caller's own. */
const OWN_KEY = /^customer(?::again)?$/;

/** A customer that this work came to, and since when, epoch ms. */
export type OwnCustomer = FoundCustomer & { since: number };

/** How the caller's own customer was found for this work: also when that one was lost since and another was found. */
export function ownCustomers({ writes, era }: Pick<Turn, "writes" | "era">): OwnCustomer[] {
  const customers = writes.filter(({ round, key, state }) => round === era && OWN_KEY.test(key) && state === "done");
  return customers.map(({ outcome, intendedAt }) => ({ ...customerOutcomeSchema.parse(outcome), since: intendedAt }));
}

/** Whether the caller's own customer was created for this work (C2). */
export function hasCreatedCustomer(turn: Turn): boolean {
  return ownCustomers(turn).some(({ created }) => created);
}

/**
 * `kept` is whom the work is done for already. Rejects with a RequestError when the help desk cannot be asked just now,
 * or refuses the new customer.
 */
export async function findCustomer(
  deps: CustomerDeps,
  turn: Turn,
  stranger: Stranger,
  settings: Settings,
  kept: FoundCustomer | null = null,
): Promise<FoundCustomer> {
  const name = nameFor(turn, stranger);
  const write = turn.writes.find(
    ({ round, key, state }) => round === name.round && key === name.key && state === "done",
  );
  const settled = kept ? asRemembered(turn, stranger, kept) : write && settledFor(turn, stranger, write, deps.clock());
  if (settled) return nameCustomer(deps, turn, { stranger, found: settled, name, isNew: false });
  const found = await findNow(deps, turn, stranger, settings);
  return nameCustomer(deps, turn, { stranger, found, name, isNew: true });
}

/** A conversation lasts for years: what it found out once is believed as long as what is remembered. */
const SETTLED_MS = 24 * 60 * 60_000;

/** What this work found out before; null where it has to be looked at again. */
function settledFor(turn: Turn, stranger: Stranger, { outcome, intendedAt }: Write, now: number): FoundCustomer | null {
  const isRemembered = turn.surroundings.remembered?.caller === memoryKey(stranger);
  if (isRemembered && turn.subject.startsWith("text:") && now - intendedAt >= SETTLED_MS) return null;
  return asRemembered(turn, stranger, customerOutcomeSchema.parse(outcome));
}

/** Under the name that was shown since. */
function asRemembered({ surroundings: { remembered } }: Turn, stranger: Stranger, found: FoundCustomer): FoundCustomer {
  const isSame = remembered?.caller === memoryKey(stranger) && remembered.customer.id === found.customer.id;
  return isSame ? { ...found, customer: remembered.customer } : found;
}

async function findNow(deps: CustomerDeps, turn: Turn, stranger: Stranger, settings: Settings): Promise<FoundCustomer> {
  const caller = memoryKey(stranger);
  const { remembered } = turn.surroundings;
  let known: RememberedCustomer | null = remembered?.caller === caller ? remembered : null;
  let mergedInto: Customer | null = null;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const claim = known
      ? { kind: "known" as const, ...known }
      : await deps.index.claim(turn.connectionId, caller, turn.subject, deps.clock());
    if (claim.kind === "taken") break;
    if (claim.kind === "yours") return lookUpOrCreate(deps, turn, stranger, { settings, mergedInto });
    const before = turn.desk.spent();
    const belief = await believe(deps, turn, stranger, claim);
    await countRead(deps, turn, turn.desk.spent() - before);
    if (belief.kind === "theirs") {
      // In a group of texts each writer has a customer of their own.
      if (OWN_KEY.test(nameFor(turn, stranger).key)) noteRemembered(turn, caller, belief.known);
      return knownMeanwhile(deps, turn, stranger, belief.known, settings);
    }
    const { mergedInto: card } = belief;
    mergedInto = card && { id: card.id, name: card.name, email: card.email };
    known = null;
  }
  throw new RequestError("another call is looking for the same caller", {
    fate: "later",
    retryAfterMs: CLAIM_POLL_MS,
    obstacle: "caller_busy",
  });
}

/** The first turn of a call reads nothing of its caller along with it. */
function noteRemembered(turn: Turn, caller: string, known: RememberedCustomer): void {
  turn.surroundings = { ...turn.surroundings, remembered: { ...known, caller } };
}

/** A look at the customer that changed nothing is still paid for. */
async function countRead(deps: CustomerDeps, turn: Turn, requests: number): Promise<void> {
  if (requests > 0) await settleNow(deps, turn, { round: turn.era, key: "learn:customer", outcome: {}, requests });
}

/**
 * Where a worker died over the creation and its claim ran out, another call found or made the customer: that ends ours too.
 * An e-mail that was made up for our own tells that it is ours that was found, and that nobody else says so (C2).
 */
async function knownMeanwhile(
  deps: CustomerDeps,
  turn: Turn,
  stranger: Stranger,
  { customer, others }: RememberedCustomer,
  settings: Settings,
): Promise<FoundCustomer> {
  const found: FoundCustomer = { customer, how: "phone index", others, created: false };
  const name = nameFor(turn, stranger);
  const begun = turn.writes.find((w) => w.round === name.round && w.key === name.key && w.state === "intended");
  if (!begun) return found;
  const { draft, leftOut } = customerIntentSchema.parse(begun.intent);
  const isOurs = draft.email !== null && draft.email === customer.email && isMadeUp(draft.email, settings);
  const outcome: FoundCustomer = isOurs ? { ...found, how: "found again", created: true, leftOut } : found;
  await settleNow(deps, turn, { ...name, outcome, requests: 0 });
  return outcome;
}

interface Search {
  settings: Settings;
  /** Who the remembered customer lives on in, for want of another match. */
  mergedInto: Customer | null;
}

async function lookUpOrCreate(
  deps: CustomerDeps,
  turn: Turn,
  stranger: Stranger,
  { settings, mergedInto }: Search,
): Promise<FoundCustomer> {
  const before = turn.desk.spent();
  const merged: CustomerMatch | null = mergedInto && { customer: mergedInto, how: "phone index", others: [] };
  const searched = await lookUp(deps, turn, stranger);
  const match = searched.match ?? merged;
  const requests = turn.desk.spent() - before;
  const name = nameFor(turn, stranger);
  const begun = turn.writes.find((w) => w.round === name.round && w.key === name.key && w.state === "intended");
  if (match && !begun) {
    const found = { ...match, created: false };
    await settleNow(deps, turn, { ...name, outcome: found, requests });
    await rememberFound(deps, turn.connectionId, stranger, found);
    return found;
  }
  const created = await createCustomer(deps, turn, stranger, { settings, name, match });
  const made = searched.unclear.length > 0 ? { ...created, unclear: searched.unclear } : created;
  // The look-ups before the creation belong to the same write.
  await settleNow(deps, turn, { ...name, outcome: made, requests });
  await deps.index.remember(turn.connectionId, memoryKey(stranger), made, deps.clock());
  return made;
}
