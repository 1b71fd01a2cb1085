/** Learns from the answers of a run: the customer's name, and whether they still own the number (C1). */
import type { Customer } from "../../domain/customer/customer.ts";
import { isVerified, memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { ownsNumber } from "../../domain/customer/owns-number.ts";
import type { ShownCustomer } from "../../domain/ports/help-desk.ts";
import { judge, type KnownDeps } from "./known-customer.ts";
import { completeNow, type Run, type WriteDeps } from "../run.ts";

export interface LearnDeps extends KnownDeps, WriteDeps {}

/** A number that was verified within this time is neither verified again nor doubted. */
const LATELY_MS = 10 * 60_000;

/** The customer as Gorgias shows them now. Null if the number belongs to another customer. */
export async function learnShown(
  deps: LearnDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  customer: Customer,
): Promise<Customer | null> {
  const shown = run.helpDesk.shown(customer.id);
  if (!shown) return customer;
  const { id, name, email } = shown;
  const proof = proofOf(run, unknownCaller, shown, deps.clock());
  if (proof === "of another") return doubt(deps, run, unknownCaller, customer);
  const phoneKey = memoryKey(unknownCaller);
  if (proof === "of theirs" || name !== customer.name || email !== customer.email) {
    const owner = proof === "of theirs" ? { phoneKey, at: deps.clock() } : null;
    await deps.index.refresh(run.connectionId, { id, name, email }, owner);
    const known = rememberedAs(run, unknownCaller, id);
    if (known) run.surroundings.remembered = { ...known, phoneKey, customer: { id, name, email } };
  }
  return { id, name, email };
}

/** What the shown numbers prove. Null if there is nothing to prove, or no numbers are shown. */
function proofOf(
  run: Run,
  unknownCaller: UnknownCaller,
  { id, phones }: ShownCustomer,
  now: number,
): "of theirs" | "of another" | null {
  const known = rememberedAs(run, unknownCaller, id);
  if (!known || isVerified(known, now, LATELY_MS) || phones === null || unknownCaller.internal) return null;
  if (known.corrected) return "of theirs";
  return ownsNumber({ phones }, unknownCaller.customerPhone, unknownCaller.country) ? "of theirs" : "of another";
}

function rememberedAs({ surroundings: { remembered } }: Run, unknownCaller: UnknownCaller, id: number) {
  return remembered?.customer.id === id && remembered.phoneKey === memoryKey(unknownCaller) ? remembered : null;
}

/** Reads the customer's own record before it decides. A ticket may show fewer numbers than the customer has. */
async function doubt(
  deps: LearnDeps,
  run: Run,
  unknownCaller: UnknownCaller,
  customer: Customer,
): Promise<Customer | null> {
  const known = { customer, others: run.surroundings.remembered?.others ?? [], verifiedAt: 0 };
  const before = run.helpDesk.used();
  const card = await run.helpDesk.customers.read(customer.id);
  const belief = await judge(deps, run.connectionId, unknownCaller, known, { card, corrected: false });
  const requests = run.helpDesk.used() - before;
  await completeNow(deps, run, { generation: run.cacheGeneration, key: "learn:customer", outcome: {}, requests });
  const isTheirs = belief.kind === "theirs";
  run.surroundings.remembered = isTheirs ? { ...belief.known, phoneKey: memoryKey(unknownCaller) } : null;
  return isTheirs ? belief.known.customer : null;
}
