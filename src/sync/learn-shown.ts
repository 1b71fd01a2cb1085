/** Learns from the answers of a run: the customer's name, and whether they still own the number (C1). */
import type { Customer } from "../domain/customer.ts";
import { isVerified } from "../domain/customer-memory.ts";
import { ownsNumber } from "../domain/owns-number.ts";
import type { ShownCustomer } from "../domain/ports/help-desk.ts";
import { judge, type KnownDeps } from "./known-customer.ts";
import { memoryKey, type Stranger } from "./look-up-customer.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";

export interface LearnDeps extends KnownDeps, WriteDeps {}

/** A number that was verified within this time is neither verified again nor doubted. */
const LATELY_MS = 10 * 60_000;

/** The customer as Gorgias shows them now. Null if the number belongs to another customer. */
export async function learnShown(
  deps: LearnDeps,
  turn: Turn,
  stranger: Stranger,
  customer: Customer,
): Promise<Customer | null> {
  const shown = turn.desk.shown(customer.id);
  if (!shown) return customer;
  const { id, name, email } = shown;
  const proof = proofOf(turn, stranger, shown, deps.clock());
  if (proof === "of another") return doubt(deps, turn, stranger, customer);
  const caller = memoryKey(stranger);
  if (proof === "of theirs" || name !== customer.name || email !== customer.email) {
    const owner = proof === "of theirs" ? { caller, at: deps.clock() } : null;
    await deps.index.refresh(turn.connectionId, { id, name, email }, owner);
    const known = rememberedAs(turn, stranger, id);
    if (known) turn.surroundings.remembered = { ...known, caller, customer: { id, name, email } };
  }
  return { id, name, email };
}

/** What the shown numbers prove. Null if there is nothing to prove, or no numbers are shown. */
function proofOf(
  turn: Turn,
  stranger: Stranger,
  { id, phones }: ShownCustomer,
  now: number,
): "of theirs" | "of another" | null {
  const known = rememberedAs(turn, stranger, id);
  if (!known || isVerified(known, now, LATELY_MS) || phones === null || stranger.internal) return null;
  return ownsNumber({ phones }, stranger.caller, stranger.country) ? "of theirs" : "of another";
}

function rememberedAs({ surroundings: { remembered } }: Turn, stranger: Stranger, id: number) {
  return remembered?.customer.id === id && remembered.caller === memoryKey(stranger) ? remembered : null;
}

/** Reads the customer's own record before it decides. A ticket may show fewer numbers than the customer has. */
async function doubt(deps: LearnDeps, turn: Turn, stranger: Stranger, customer: Customer): Promise<Customer | null> {
  const known = { customer, others: turn.surroundings.remembered?.others ?? [], verifiedAt: 0 };
  const before = turn.desk.spent();
  const card = await turn.desk.customers.read(customer.id);
  const belief = await judge(deps, turn.connectionId, stranger, known, card);
  const requests = turn.desk.spent() - before;
  await settleNow(deps, turn, { round: turn.era, key: "learn:customer", outcome: {}, requests });
  const isTheirs = belief.kind === "theirs";
  turn.surroundings.remembered = isTheirs ? { ...belief.known, caller: memoryKey(stranger) } : null;
  return isTheirs ? belief.known.customer : null;
}
