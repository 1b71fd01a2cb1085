/** Every invariant of the end. */
import { checkCalls } from "./check-calls.ts";
import { checkDeliveries } from "./check-deliveries.ts";
import { checkTenancy } from "./check-tenancy.ts";
import { checkTags } from "./check-tags.ts";
import { checkMessages } from "./check-messages.ts";
import type { FinalState, Violation } from "./final-state.ts";

export function checkAll(finalState: FinalState): Violation[] {
  return [
    ...checkDeliveries(finalState),
    ...finalState.shops.flatMap((shop) => [
      ...checkCalls(finalState, shop),
      ...checkTags(finalState, shop),
      ...checkMessages(finalState, shop),
      ...checkTenancy(finalState, shop),
    ]),
  ];
}
