/** Whether a remembered customer still is the caller's (C1, I5): a number moves, customers are merged and deleted. */
import type { CustomerMatch } from "../domain/customer.ts";
import { isVerified } from "../domain/customer-memory.ts";
import { ownsNumber } from "../domain/owns-number.ts";
import type { CustomerCard } from "../domain/ports/help-desk.ts";
import type { PhoneIndex, RememberedCustomer } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import { memoryKey, type Stranger } from "./look-up-customer.ts";
import type { Turn } from "./turn.ts";

export interface KnownDeps {
  index: Pick<PhoneIndex, "known" | "remember" | "refresh" | "forget">;
  clock: Clock;
}

/** `mergedInto`: the remembered customer lives on in this one, whose numbers may not show yet that they are the same (Gorgias contract 4.7). */
export type Belief =
  { kind: "theirs"; known: RememberedCustomer } | { kind: "not theirs"; mergedInto: CustomerCard | null };

/** Reads the customer unless the number was seen to be theirs within a day. What is not true any more is forgotten. */
export async function believe(
  deps: KnownDeps,
  turn: Pick<Turn, "connectionId" | "desk">,
  stranger: Stranger,
  remembered: RememberedCustomer,
): Promise<Belief> {
  if (isVerified(remembered, deps.clock())) return { kind: "theirs", known: remembered };
  // The card of the same call may have read them since the turn began.
  const now = await deps.index.known(turn.connectionId, memoryKey(stranger));
  if (now && isVerified(now, deps.clock())) return { kind: "theirs", known: now };
  // Which of several it is, and who the others are, a search tells, a read does not.
  const card = remembered.others.length > 0 ? null : await turn.desk.customers.read(remembered.customer.id);
  return judge(deps, turn.connectionId, stranger, remembered, card);
}

/** What a read has shown. `card` is null where the customer is gone. */
export async function judge(
  deps: KnownDeps,
  connectionId: string,
  stranger: Stranger,
  { customer, others }: RememberedCustomer,
  card: CustomerCard | null,
): Promise<Belief> {
  const isTheirs = card !== null && (stranger.internal || ownsNumber(card, stranger.caller, stranger.country));
  if (!isTheirs) {
    await deps.index.forget(connectionId, memoryKey(stranger), customer.id);
    return { kind: "not theirs", mergedInto: card !== null && card.id !== customer.id ? card : null };
  }
  const known = { customer: { id: card.id, name: card.name, email: card.email }, others, verifiedAt: deps.clock() };
  await rememberFound(deps, connectionId, stranger, known);
  return { kind: "theirs", known };
}

/** Keeps a match; other numbers of the same customer get to know the name as well. */
export async function rememberFound(
  { index, clock }: KnownDeps,
  connectionId: string,
  stranger: Stranger,
  match: Pick<CustomerMatch, "customer" | "others">,
): Promise<void> {
  await index.remember(connectionId, memoryKey(stranger), match, clock());
  await index.refresh(connectionId, match.customer, null);
}
