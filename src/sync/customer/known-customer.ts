/**
 * Checks whether a remembered customer still owns the number (C1, I5). Numbers move, and customers are merged and
 * deleted.
 */
import { isVerified, memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { ownsNumber } from "../../domain/customer/owns-number.ts";
import type { CustomerCard } from "../../domain/ports/help-desk.ts";
import type { PhoneIndex, RememberedCustomer } from "../../domain/ports/phone-index.ts";
import type { Clock } from "../../kit/clock.ts";
import { readRemembered, type ReadCustomer, type ReadRememberedDeps } from "./read-remembered.ts";
import type { Run } from "../run.ts";

export interface KnownDeps extends ReadRememberedDeps {
  index: Pick<PhoneIndex, "known" | "remember" | "rememberMiss" | "refresh" | "forget">;
  clock: Clock;
}

/**
 * `mergedInto` is the customer into which the remembered one was merged. Its numbers may not show that yet
 * (Gorgias contract 4.7).
 */
export type Belief =
  { kind: "theirs"; known: RememberedCustomer } | { kind: "not theirs"; mergedInto: CustomerCard | null };

/**
 * Reads the customer unless their ownership of the number was verified within a day. Forgets a match that is no longer
 * true.
 */
export async function believe(
  deps: KnownDeps,
  run: Pick<Run, "connectionId" | "helpDesk">,
  unknownCaller: UnknownCaller,
  remembered: RememberedCustomer,
): Promise<Belief> {
  if (isVerified(remembered, deps.clock())) return { kind: "theirs", known: remembered };
  // The insight card of the same call may have read the customer since the run began.
  const now = await deps.index.known(run.connectionId, memoryKey(unknownCaller));
  if (now && isVerified(now, deps.clock())) return { kind: "theirs", known: now };
  // Only a search can choose among several customers and list the others, so skip the read.
  const read =
    remembered.others.length > 0
      ? { card: null, corrected: false }
      : await readRemembered(deps, run, unknownCaller, remembered);
  return judge(deps, run.connectionId, unknownCaller, remembered, read);
}

/** Judges the result of a read. `card` is null if the customer is gone or was not read. A correction is believed. */
export async function judge(
  deps: KnownDeps,
  connectionId: string,
  unknownCaller: UnknownCaller,
  { customer, others }: RememberedCustomer,
  { card, corrected }: ReadCustomer,
): Promise<Belief> {
  const isTheirs =
    card !== null &&
    (corrected || unknownCaller.internal || ownsNumber(card, unknownCaller.customerPhone, unknownCaller.country));
  if (!isTheirs) {
    await deps.index.forget(connectionId, memoryKey(unknownCaller), customer.id);
    return { kind: "not theirs", mergedInto: card !== null && card.id !== customer.id ? card : null };
  }
  const found = { id: card.id, name: card.name, email: card.email };
  const known = { customer: found, others, verifiedAt: deps.clock(), corrected };
  await rememberFound(deps, connectionId, unknownCaller, known);
  return { kind: "theirs", known };
}

/** Remembers a match. Updates the name under the customer's other numbers too. */
export async function rememberFound(
  { index, clock }: KnownDeps,
  connectionId: string,
  unknownCaller: UnknownCaller,
  match: Pick<RememberedCustomer, "customer" | "others" | "corrected">,
): Promise<void> {
  await index.remember(connectionId, memoryKey(unknownCaller), match, clock());
  await index.refresh(connectionId, match.customer, null);
}
