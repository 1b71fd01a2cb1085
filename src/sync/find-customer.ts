/** Finds the caller's customer, or makes them one: once, though several calls of one stranger arrive together (C1, C2, C14, M11). */
import type { Call } from "../domain/call.ts";
import {
  ANONYMOUS_EXTERNAL_ID,
  chooseCustomer,
  draftCustomer,
  type Customer,
  type CustomerDraft,
  type CustomerMatch,
} from "../domain/customer.ts";
import { callerKey, toE164, type Caller } from "../domain/phone.ts";
import type { OpenPhoneSystem } from "../domain/ports/phone-system.ts";
import type { CallStore, PhoneIndex } from "../domain/ports/stores.ts";
import type { Settings } from "../domain/settings.ts";
import type { Ids } from "../kit/ids.ts";
import { RequestError } from "../kit/request-error.ts";
import { customerIntentSchema, customerOutcomeSchema } from "../domain/write.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";
import { hasForgotten } from "./forget.ts";
import { writeOnce } from "./write-once.ts";

export interface CustomerDeps extends WriteDeps {
  index: PhoneIndex;
  calls: Pick<CallStore, "lastSeen">;
  phones: OpenPhoneSystem;
  ids: Ids;
}

/** How soon a call looks again while another one looks for the same caller. */
const CLAIM_POLL_MS = 1_000;
/** A search may answer strangers; only so many are read to see whether the number is theirs. */
const MOST_CANDIDATES = 5;

/** A customer that Gorgias turned out not to know any more is looked for once more, under a name of its own. */
const keyFor = (turn: Turn) => ({ round: 0, key: hasForgotten(turn) ? "customer:again" : "customer" });

type Found = CustomerMatch & { created: boolean };

/** Rejects with a RequestError when the help desk cannot be asked just now, or refuses the new customer. */
export async function findCustomer(
  deps: CustomerDeps,
  turn: Turn,
  call: Call,
  caller: Caller,
  settings: Settings,
): Promise<Found> {
  const { key: writeKey } = keyFor(turn);
  const settled = turn.writes.find((write) => write.key === writeKey && write.state === "done");
  if (settled) return customerOutcomeSchema.parse(settled.outcome);
  const claim = await deps.index.claim(turn.connectionId, turn.callerKey, turn.subject, deps.clock());
  if (claim.kind === "taken") {
    throw new RequestError("another call is looking for the same caller", {
      fate: "later",
      retryAfterMs: CLAIM_POLL_MS,
    });
  }
  const found: Found =
    claim.kind === "known"
      ? { customer: claim.customer, how: "phone index", others: [], created: false }
      : await lookUpOrCreate(deps, turn, call, caller, settings);
  if (claim.kind === "yours")
    await deps.index.remember(turn.connectionId, turn.callerKey, found.customer, deps.clock());
  return found;
}

async function lookUpOrCreate(
  deps: CustomerDeps,
  turn: Turn,
  call: Call,
  caller: Caller,
  settings: Settings,
): Promise<Found> {
  const before = turn.desk.spent();
  const match = await lookUp(deps, turn, caller, call.line?.country ?? null);
  const requests = turn.desk.spent() - before;
  const key = keyFor(turn);
  const intended = turn.writes.find((write) => write.key === key.key && write.state === "intended");
  if (match && !intended) {
    const found = { ...match, created: false };
    await settleNow(deps, turn, { ...key, outcome: found, requests });
    return found;
  }
  const draft = intended
    ? customerIntentSchema.parse(intended.intent)
    : await draftFor(deps, turn, call, caller, settings);
  const made = await writeOnce<Found>(deps, turn, {
    ...key,
    intent: draft,
    find: () => findMade(turn, draft, match),
    send: () => create(turn, draft),
  });
  if (made.kind === "done") {
    await addLookUps(deps, turn, requests);
    return made.outcome;
  }
  const why = made.kind === "refused" ? made.why : "the customer could not be made";
  throw new RequestError(why, { fate: "refused" });
}

/** The look-ups before the creation belong to the same write. */
async function addLookUps(deps: CustomerDeps, turn: Turn, requests: number): Promise<void> {
  const key = keyFor(turn);
  const write = turn.writes.find((candidate) => candidate.key === key.key);
  if (write) await settleNow(deps, turn, { ...key, outcome: write.outcome, requests });
}

/** Two requests on a miss: the channel with the E.164 form, then one search in any format (C1). */
async function lookUp(
  deps: CustomerDeps,
  turn: Turn,
  caller: Caller,
  country: string | null,
): Promise<CustomerMatch | null> {
  if (caller.kind === "anonymous") {
    const [customer] = await turn.desk.customers.withExternalId(ANONYMOUS_EXTERNAL_ID);
    return customer ? { customer, how: "anonymous", others: [] } : null;
  }
  const channel = await turn.desk.customers.withPhone(callerKey(caller));
  const byChannel = await choose(deps, turn, channel, "phone channel");
  if (byChannel || caller.kind === "unusual") return byChannel;
  const searched = await turn.desk.customers.searchPhone(caller.e164);
  const theirs: Customer[] = [];
  for (const candidate of searched.slice(0, MOST_CANDIDATES)) {
    const card = await turn.desk.customers.read(candidate.id);
    if (card?.phones.some((phone) => toE164(phone, country) === caller.e164)) theirs.push(candidate);
  }
  return choose(deps, turn, theirs, "phone search");
}

async function choose(
  deps: CustomerDeps,
  turn: Turn,
  found: readonly Customer[],
  how: CustomerMatch["how"],
): Promise<CustomerMatch | null> {
  const ids = found.map((customer) => customer.id);
  const seen = found.length > 1 ? await deps.calls.lastSeen(turn.connectionId, ids) : new Map<number, number>();
  const customer = chooseCustomer(found, seen);
  return customer && { customer, how, others: ids.filter((id) => id !== customer.id) };
}

async function draftFor(
  deps: CustomerDeps,
  turn: Turn,
  call: Call,
  caller: Caller,
  settings: Settings,
): Promise<CustomerDraft> {
  const known = call.contact ?? (caller.kind === "number" ? await contactOf(deps, turn, caller.e164) : null);
  return draftCustomer(caller, known, settings, deps.ids.digits(12));
}

async function contactOf(deps: CustomerDeps, turn: Turn, phone: string) {
  const phoneSystem = await deps.phones(turn.connectionId);
  return phoneSystem.contact(phone);
}

/** After an answer was lost: by phone (already looked up), else by the e-mail that was to be the customer's. */
async function findMade(turn: Turn, draft: CustomerDraft, match: CustomerMatch | null): Promise<Found | null> {
  if (match) return { ...match, how: "found again", created: true };
  if (!draft.email) return null;
  const [customer] = await turn.desk.customers.withEmail(draft.email);
  return customer ? { customer, how: "found again", others: [], created: true } : null;
}

/** Taken: somebody has the phone since we looked, or has the e-mail; then the phone is added to them (C2). */
async function create(turn: Turn, draft: CustomerDraft): Promise<Found> {
  const made = await turn.desk.customers.create(draft);
  if (made.kind === "created") return { customer: made.customer, how: "created", others: [], created: true };
  const [byPhone] = draft.phone ? await turn.desk.customers.withPhone(draft.phone) : [];
  if (byPhone) return { customer: byPhone, how: "phone channel", others: [], created: false };
  const [byEmail] = draft.email ? await turn.desk.customers.withEmail(draft.email) : [];
  if (!byEmail) {
    throw new RequestError(
      `Gorgias refused the new customer ${draft.name} as taken, but shows nobody with this phone or e-mail.`,
      {
        fate: "refused",
        status: 409,
      },
    );
  }
  if (draft.phone) await turn.desk.customers.addPhone(byEmail.id, draft.phone);
  return { customer: byEmail, how: "e-mail taken", others: [], created: false };
}
