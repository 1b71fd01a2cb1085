/**
 * Reads the stored deliveries of a call. An unreadable delivery stays stored with the reason, and can be read again
 * later.
 */
import { isDeepStrictEqual } from "node:util";
import type { CallEvent } from "../../domain/call/call.ts";
import type { DeliveryReader } from "../../domain/ports/phone-system.ts";
import type { StoredDelivery } from "../../domain/ports/stores.ts";
import type { DeliveryOutcome } from "../../domain/reasons/delivery-outcome.ts";

/** The events, and the changed outcomes by delivery id. */
export function readDeliveries(
  reader: DeliveryReader,
  deliveries: readonly StoredDelivery[],
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

/** The outcome of a readable delivery, with the paths that were not understood. */
export function asRead({ unread }: Pick<CallEvent, "unread">): DeliveryOutcome {
  return unread ? { code: "read_in_part", paths: [...unread] } : { code: "read" };
}
