/** Renames a customer whose name is a placeholder to the name from Aircall. Keeps a name that a person gave (C2). */
import { contactName, placeholderName, type FoundCustomer } from "../../domain/customer/customer.ts";
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import type { PhoneIndex } from "../../domain/ports/phone-index.ts";
import { nameOutcomeSchema, type Write } from "../../domain/ticket/write.ts";
import { refusedWith, RequestError } from "../../kit/request-error.ts";
import { askContact } from "./ask-contact.ts";
import type { CreateDeps } from "./create-customer.ts";
import type { UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { completeNow, type Run } from "../run.ts";
import { withdraw, writeOnce } from "../ticket/write-once.ts";

const NAME_KEY = "name:";

export interface NameDeps extends CreateDeps {
  index: Pick<PhoneIndex, "refresh">;
}

export interface Unnamed {
  unknownCaller: UnknownCaller;
  found: FoundCustomer;
  /** The write that holds how the customer was found. */
  name: Pick<Write, "generation" | "key">;
  /** The customer was found in this run, so Aircall was asked just now. */
  isNew: boolean;
}

/** A name is optional. If the rename fails, returns the customer unchanged. */
export async function nameCustomer(deps: NameDeps, run: Run, unnamed: Unnamed): Promise<FoundCustomer> {
  const named = await tryToName(deps, run, unnamed);
  await withdrawBegun(deps, run);
  return named;
}

/**
 * Withdraws renames whose answer was lost. A later rename reads the customer first. A customer with another name needs
 * no rename.
 */
async function withdrawBegun(deps: NameDeps, run: Run): Promise<void> {
  const begun = run.writes.filter(
    ({ generation, key, state }) =>
      generation === run.cacheGeneration && key.startsWith(NAME_KEY) && state === "intended",
  );
  for (const write of begun) await withdraw(deps, run, write);
}

async function tryToName(deps: NameDeps, run: Run, unnamed: Unnamed): Promise<FoundCustomer> {
  const { found, name } = unnamed;
  try {
    const to = await nameToGive(deps, run, unnamed);
    if (to === null) return found;
    if (to === "") return await keep(deps, run, name, withoutContact(found));
    const customer = await rename(deps, run, found, to);
    if (!customer) return found;
    await deps.index.refresh(run.connectionId, customer, null);
    return await keep(deps, run, name, { ...withoutContact(found), customer });
  } catch (error) {
    // A wait or a bad credential holds up the rest of the run too.
    if (!(error instanceof RequestError) || error.fate === "later" || error.status === 401) throw error;
    return found;
  }
}

/** The name to set. Null if there is nothing to do. Empty if no name is left to ask for. */
async function nameToGive(deps: NameDeps, run: Run, { unknownCaller, found, isNew }: Unnamed): Promise<string | null> {
  const { customerPhone, internal, contact } = unknownCaller;
  if (internal || customerPhone.kind === "anonymous" || customerPhone.kind === "word") return null;
  const isOurs = found.customer.name === placeholderName(customerPhone);
  const told = contactName(contact);
  if (isOurs && told) return told;
  if (isNew || !lacksContact(found)) return null;
  if (!isOurs || customerPhone.kind !== "number") return "";
  const asked = await askContact(deps, run, customerPhone.e164);
  return asked.kind === "told" ? (contactName(asked.contact) ?? "") : null;
}

/** True if Aircall's address book was unavailable. */
function lacksContact({ leftOut }: Pick<FoundCustomer, "leftOut">): boolean {
  return leftOut?.some(isContact) ?? false;
}

function isContact({ part }: LeftOut): boolean {
  return part === "contact";
}

function withoutContact(found: FoundCustomer): FoundCustomer {
  return found.leftOut ? { ...found, leftOut: found.leftOut.filter((each) => !isContact(each)) } : found;
}

/** The renamed customer. Null if Gorgias rejects the name, now or in an earlier run. */
async function rename(deps: NameDeps, run: Run, { customer }: FoundCustomer, to: string) {
  const from = customer.name ?? "";
  const [generation, key] = [run.cacheGeneration, `${NAME_KEY}${customer.id}`];
  const earlier = run.writes.find(
    (write) => write.generation === generation && write.key === key && write.state === "done",
  );
  if (earlier) return nameOutcomeSchema.parse(earlier.outcome).customer;
  const named = await writeOnce(deps, run, {
    generation,
    key,
    intent: { customerId: customer.id, from, to },
    send: async () => {
      try {
        return { customer: await run.helpDesk.customers.rename(customer.id, from, to) };
      } catch (error) {
        if (!refusedWith(error, 400, 403, 409, 422)) throw error;
        const { status } = error;
        const name: LeftOut = { part: "name", value: to, code: "rejected", vendor: "gorgias", status, detail: null };
        return { customer: null, leftOut: [name] };
      }
    },
  });
  return named.kind === "done" ? named.outcome.customer : null;
}

/** Updates the write that found the customer. A customer from our own index has no such write. */
async function keep(deps: NameDeps, run: Run, name: Unnamed["name"], found: FoundCustomer): Promise<FoundCustomer> {
  const write = run.writes.find((w) => w.generation === name.generation && w.key === name.key && w.state === "done");
  if (write) await completeNow(deps, run, { ...name, outcome: found, requests: 0 });
  return found;
}

const FIRST_WAKE_MS = 60_000;
const LONGEST_WAKE_MS = 6 * 60 * 60_000;
/** The next call of the same number brings the name. */
const GIVE_UP_MS = 24 * 60 * 60_000;

/**
 * When to ask Aircall again for a missing name, in epoch ms. Null if no name is missing or the time to give up has
 * come.
 */
export function nameWakeAt(found: readonly (FoundCustomer & { since: number })[], now: number): number | null {
  const since = Math.max(0, ...found.filter(lacksContact).map((each) => each.since));
  const age = now - since;
  return age < GIVE_UP_MS ? now + Math.min(Math.max(age, FIRST_WAKE_MS), LONGEST_WAKE_MS) : null;
}
