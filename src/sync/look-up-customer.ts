/** Finds a caller's customer in the help desk, without making one (C1, C14, I1). */
import { ANONYMOUS_EXTERNAL_ID, chooseCustomer, type Customer, type CustomerMatch } from "../domain/customer.ts";
import type { Contact } from "../domain/call.ts";
import { callerKey, toE164, type Caller } from "../domain/phone.ts";
import type { SubjectStore } from "../domain/ports/stores.ts";
import type { Turn } from "./turn.ts";

export interface LookUpDeps {
  subjects: Pick<SubjectStore, "lastSeen">;
}

/** Whose customer is wanted, and what Aircall tells of them. */
export interface Stranger {
  caller: Caller;
  contact: Contact | null;
  /** Of the line: the default region of numbers (C1). */
  country: string | null;
}

/** A search may answer strangers; only so many are read to see whether the number is theirs. */
const MOST_CANDIDATES = 5;

/** Two requests on a miss: the channel with the E.164 form, then one search in any format (C1). */
export async function lookUp(
  deps: LookUpDeps,
  turn: Pick<Turn, "connectionId" | "desk">,
  { caller, country }: Stranger,
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
  deps: LookUpDeps,
  { connectionId }: Pick<Turn, "connectionId">,
  found: readonly Customer[],
  how: CustomerMatch["how"],
): Promise<CustomerMatch | null> {
  const ids = found.map((customer) => customer.id);
  const seen = found.length > 1 ? await deps.subjects.lastSeen(connectionId, ids) : new Map<number, number>();
  const customer = chooseCustomer(found, seen);
  return customer && { customer, how, others: ids.filter((id) => id !== customer.id) };
}
