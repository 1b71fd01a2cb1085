/** Reads the stored deliveries of a call; what cannot be understood is kept with the reason and can be read again later. */
import { isDeepStrictEqual } from "node:util";
import type { CallEvent } from "../domain/call.ts";
import type { DeliveryReader } from "../domain/ports/phone-system.ts";
import type { KeptDelivery } from "../domain/ports/stores.ts";
import type { DeliveryOutcome } from "../domain/reasons/delivery-outcome.ts";

/** The events told, and by delivery id what changed of its outcome. */
export function readDeliveries(
  reader: DeliveryReader,
  deliveries: readonly KeptDelivery[],
): { events: CallEvent[]; outcomes: Map<number, DeliveryOutcome> } {
  const events: CallEvent[] = [];
  const outcomes = new Map<number, DeliveryOutcome>();
  for (const delivery of deliveries) {
    const read = reader.readCall(delivery.body);
    if (read.ok) events.push(read.value);
    const outcome = read.ok ? asRead(read.value) : read.problem;
    if (!isDeepStrictEqual(outcome, delivery.outcome)) outcomes.set(delivery.id, outcome);
  }
  return { events, outcomes };
}

/** A delivery that was understood, and what in it was not. */
export function asRead({ unread }: Pick<CallEvent, "unread">): DeliveryOutcome {
  return unread ? { code: "read_in_part", paths: [...unread] } : { code: "read" };
}
