/**
 * Finds or creates the customer of a number. Creates only one, even if several calls of an unknown caller arrive
 * together (C1, C2, C14, M11).
 */
import type { Customer, CustomerMatch, FoundCustomer } from "../../domain/customer/customer.ts";
import { phoneKey } from "../../domain/phone/phone.ts";
import type { ActivityStore } from "../../domain/ports/stores.ts";
import type { PhoneIndex, RememberedCustomer } from "../../domain/ports/phone-index.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import { type Write, customerIntentSchema, customerOutcomeSchema } from "../../domain/ticket/write.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";
import { createCustomer, isMadeUp, type CreateDeps } from "./create-customer.ts";
import { hasForgotten } from "../ticket/forget.ts";
import { believe, rememberFound } from "./known-customer.ts";
import { lookUp, type LookedUp, type LookUpDeps } from "./look-up-customer.ts";
import { memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { nameCustomer } from "./name-customer.ts";
import { completeNow, type Run } from "../run.ts";

export interface CustomerDeps extends CreateDeps, LookUpDeps {
  index: PhoneIndex;
  activities: Pick<ActivityStore, "lastSeen" | "lastTicket">;
}

/** A call looks again after this time while another call looks for the same number. */
const CLAIM_POLL_MS = 1_000;
/**
 * Most tries to confirm a remembered customer in one run. After these, other runs work on the number, and this run
 * retries later.
 */
const MOST_TRIES = 3;

type WriteName = Pick<Write, "generation" | "key">;

/**
 * The key of the write that finds the customer. The search that follows a lost customer has its own key, and so has
 * each further member of a message group.
 */
function nameFor(run: Run, { customerPhone }: UnknownCaller): WriteName {
  const again = hasForgotten(run) ? ":again" : "";
  const key = phoneKey(customerPhone);
  return { generation: run.cacheGeneration, key: `customer${key === run.phoneKey ? "" : `:${key}`}${again}` };
}

/** The keys for the caller's own customer, not for other group members. */
const OWN_KEY = /^customer(?::again)?$/;

/** A customer that this work item found, and the time of that in epoch ms. */
export type OwnCustomer = FoundCustomer & { since: number };

/**
 * Every result for the caller's own customer in this work item. Includes a customer that was lost later, and its
 * successor.
 */
export function ownCustomers({ writes, cacheGeneration }: Pick<Run, "writes" | "cacheGeneration">): OwnCustomer[] {
  const customers = writes.filter(
    ({ generation, key, state }) => generation === cacheGeneration && OWN_KEY.test(key) && state === "done",
  );
  return customers.map(({ outcome, intendedAt }) => ({ ...customerOutcomeSchema.parse(outcome), since: intendedAt }));
}

/** True if this work item created the caller's own customer (C2). */
export function hasCreatedCustomer(run: Run): boolean {
  return ownCustomers(run).some(({ created }) => created);
}

/**
 * `kept` is the customer that the work item already uses. Rejects with a RequestError if Gorgias is unavailable or
 * rejects the new customer.
 */
export async function findCustomer(
  deps: CustomerDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  settings: Settings,
  kept: FoundCustomer | null = null,
): Promise<FoundCustomer> {
  const name = nameFor(run, unknownCaller);
  const write = run.writes.find(
    ({ generation, key, state }) => generation === name.generation && key === name.key && state === "done",
  );
  const completed = kept
    ? asRemembered(run, unknownCaller, kept)
    : write && completedFor(run, unknownCaller, write, deps.clock());
  if (completed) return nameCustomer(deps, run, { unknownCaller, found: completed, name, isNew: false });
  const found = await findNow(deps, run, unknownCaller, settings);
  return nameCustomer(deps, run, { unknownCaller, found, name, isNew: true });
}

/** A conversation lasts for years. Its earlier match is trusted as long as a remembered customer. */
const SETTLED_MS = 24 * 60 * 60_000;

/** The earlier result of this work item. Null if it must be checked again. */
function completedFor(
  run: Run,
  unknownCaller: UnknownCaller,
  { outcome, intendedAt }: Write,
  now: number,
): FoundCustomer | null {
  const isRemembered = run.surroundings.remembered?.phoneKey === memoryKey(unknownCaller);
  if (isRemembered && run.activityId.startsWith("text:") && now - intendedAt >= SETTLED_MS) return null;
  return asRemembered(run, unknownCaller, customerOutcomeSchema.parse(outcome));
}

/** The result with the newest known name of the customer. */
function asRemembered(
  { surroundings: { remembered } }: Run,
  unknownCaller: UnknownCaller,
  found: FoundCustomer,
): FoundCustomer {
  const isSame = remembered?.phoneKey === memoryKey(unknownCaller) && remembered.customer.id === found.customer.id;
  return isSame ? { ...found, customer: remembered.customer } : found;
}

async function findNow(
  deps: CustomerDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  settings: Settings,
): Promise<FoundCustomer> {
  const phoneKey = memoryKey(unknownCaller);
  const { remembered } = run.surroundings;
  let known: RememberedCustomer | null = remembered?.phoneKey === phoneKey ? remembered : null;
  let mergedInto: Customer | null = null;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const claim = known
      ? { kind: "known" as const, ...known }
      : await deps.index.claim(run.connectionId, phoneKey, run.activityId, deps.clock());
    if (claim.kind === "taken") break;
    if (claim.kind === "yours") {
      const { missedAt = null } = claim;
      return lookUpOrCreate(deps, run, unknownCaller, { settings, mergedInto, missedAt });
    }
    const before = run.helpDesk.used();
    const belief = await believe(deps, run, unknownCaller, claim);
    await countRead(deps, run, run.helpDesk.used() - before);
    if (belief.kind === "theirs") {
      // In a message group, each sender has their own customer.
      if (OWN_KEY.test(nameFor(run, unknownCaller).key)) noteRemembered(run, phoneKey, belief.known);
      return knownMeanwhile(deps, run, unknownCaller, belief.known, settings);
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
function noteRemembered(run: Run, phoneKey: string, known: RememberedCustomer): void {
  run.surroundings = { ...run.surroundings, remembered: { ...known, phoneKey } };
}

/** Counts the requests of a read that changed nothing. */
export async function countRead(deps: CustomerDeps, run: Run, requests: number): Promise<void> {
  if (requests > 0)
    await completeNow(deps, run, { generation: run.cacheGeneration, key: "learn:customer", outcome: {}, requests });
}

/**
 * Another call may find or create the customer after a worker died and its claim expired. That completes our write too.
 * Our made-up e-mail proves that we created this customer, and no other run reports the creation (C2).
 */
async function knownMeanwhile(
  deps: CustomerDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  { customer, others, corrected }: RememberedCustomer,
  settings: Settings,
): Promise<FoundCustomer> {
  const found: FoundCustomer = { customer, how: corrected ? "corrected" : "phone index", others, created: false };
  const name = nameFor(run, unknownCaller);
  const begun = run.writes.find(
    (w) => w.generation === name.generation && w.key === name.key && w.state === "intended",
  );
  if (!begun) return found;
  const { draft, leftOut } = customerIntentSchema.parse(begun.intent);
  const isOurs = draft.email !== null && draft.email === customer.email && isMadeUp(draft.email, settings);
  const outcome: FoundCustomer = isOurs ? { ...found, how: "found again", created: true, leftOut } : found;
  await completeNow(deps, run, { ...name, outcome, requests: 0 });
  return outcome;
}

interface Search {
  settings: Settings;
  /** The customer into which the remembered one was merged. Used if there is no other match. */
  mergedInto: Customer | null;
  /** When a search last found no customer, epoch ms. */
  missedAt: number | null;
}

/**
 * The insight card searches while the call rings. For this long its miss is believed, which covers a phone menu and a
 * long ring. Longer would miss a customer whom an agent creates meanwhile.
 */
const MISS_BELIEVED_MS = 5 * 60_000;
const MISS: LookedUp = { match: null, unclear: [] };

async function lookUpOrCreate(
  deps: CustomerDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  { settings, mergedInto, missedAt }: Search,
): Promise<FoundCustomer> {
  const before = run.helpDesk.used();
  const merged: CustomerMatch | null = mergedInto && { customer: mergedInto, how: "phone index", others: [] };
  const name = nameFor(run, unknownCaller);
  const begun = run.writes.find(
    (w) => w.generation === name.generation && w.key === name.key && w.state === "intended",
  );
  const isMissed = missedAt !== null && isWithin(missedAt, deps.clock(), MISS_BELIEVED_MS);
  // After a lost answer, only a new search finds the customer that was created.
  const searched = isMissed && !begun && !merged ? MISS : await lookUp(deps, run, unknownCaller);
  const match = searched.match ?? merged;
  const requests = run.helpDesk.used() - before;
  if (match && !begun) {
    const found = { ...match, created: false };
    await completeNow(deps, run, { ...name, outcome: found, requests });
    await rememberFound(deps, run.connectionId, unknownCaller, found);
    return found;
  }
  const created = await createCustomer(deps, run, unknownCaller, { settings, name, match });
  const made = searched.unclear.length > 0 ? { ...created, unclear: searched.unclear } : created;
  // The look-ups before the creation count for the same write.
  await completeNow(deps, run, { ...name, outcome: made, requests });
  await deps.index.remember(run.connectionId, memoryKey(unknownCaller), made, deps.clock());
  return made;
}
