/**
 * Finds or creates the customer of a number. Creates only one, even if several calls of an unknown caller arrive
 * together (C1, C2, C14, M11).
 */
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

/** A call looks again after this time while another call looks for the same number. */
const CLAIM_POLL_MS = 1_000;
/**
 * Most tries to confirm a remembered customer in one run. After these, other runs work on the number, and this run
 * retries later.
 */
const MOST_TRIES = 3;

type WriteName = Pick<Write, "round" | "key">;

/**
 * The key of the write that finds the customer. The search that follows a lost customer has its own key, and so has
 * each further member of a message group.
 */
function nameFor(turn: Turn, { caller }: Stranger): WriteName {
  const again = hasForgotten(turn) ? ":again" : "";
  const key = callerKey(caller);
  return { round: turn.era, key: `customer${key === turn.callerKey ? "" : `:${key}`}${again}` };
}

/** The keys for the caller's own customer, not for other group members. */
const OWN_KEY = /^customer(?::again)?$/;

/** A customer that this work item found, and the time of that in epoch ms. */
export type OwnCustomer = FoundCustomer & { since: number };

/**
 * Every result for the caller's own customer in this work item. Includes a customer that was lost later, and its
 * successor.
 */
export function ownCustomers({ writes, era }: Pick<Turn, "writes" | "era">): OwnCustomer[] {
  const customers = writes.filter(({ round, key, state }) => round === era && OWN_KEY.test(key) && state === "done");
  return customers.map(({ outcome, intendedAt }) => ({ ...customerOutcomeSchema.parse(outcome), since: intendedAt }));
}

/** True if this work item created the caller's own customer (C2). */
export function hasCreatedCustomer(turn: Turn): boolean {
  return ownCustomers(turn).some(({ created }) => created);
}

/**
 * `kept` is the customer that the work item already uses. Rejects with a RequestError if Gorgias is unavailable or
 * rejects the new customer.
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

/** A conversation lasts for years. Its earlier match is trusted as long as a remembered customer. */
const SETTLED_MS = 24 * 60 * 60_000;

/** The earlier result of this work item. Null if it must be checked again. */
function settledFor(turn: Turn, stranger: Stranger, { outcome, intendedAt }: Write, now: number): FoundCustomer | null {
  const isRemembered = turn.surroundings.remembered?.caller === memoryKey(stranger);
  if (isRemembered && turn.subject.startsWith("text:") && now - intendedAt >= SETTLED_MS) return null;
  return asRemembered(turn, stranger, customerOutcomeSchema.parse(outcome));
}

/** The result with the newest known name of the customer. */
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
      // In a message group, each sender has their own customer.
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

/** The snapshot of a call's first run holds no remembered customer. This adds it. */
function noteRemembered(turn: Turn, caller: string, known: RememberedCustomer): void {
  turn.surroundings = { ...turn.surroundings, remembered: { ...known, caller } };
}

/** Counts the requests of a read that changed nothing. */
async function countRead(deps: CustomerDeps, turn: Turn, requests: number): Promise<void> {
  if (requests > 0) await settleNow(deps, turn, { round: turn.era, key: "learn:customer", outcome: {}, requests });
}

/**
 * Another call may find or create the customer after a worker died and its claim expired. That completes our write too.
 * Our made-up e-mail proves that we created this customer, and no other run reports the creation (C2).
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
  /** The customer into which the remembered one was merged. Used if there is no other match. */
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
  // The look-ups before the creation count for the same write.
  await settleNow(deps, turn, { ...name, outcome: made, requests });
  await deps.index.remember(turn.connectionId, memoryKey(stranger), made, deps.clock());
  return made;
}
