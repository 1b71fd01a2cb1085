/** All that must be true in the end, whatever happened on the way. */
import { checkCalls } from "./check-calls.ts";
import { checkDeliveries } from "./check-deliveries.ts";
import { checkTenancy } from "./check-tenancy.ts";
import { checkTexts } from "./check-texts.ts";
import type { Evidence, Violation } from "./evidence.ts";

export function checkAll(evidence: Evidence): Violation[] {
  return [
    ...checkDeliveries(evidence),
    ...evidence.shops.flatMap((shop) => [
      ...checkCalls(evidence, shop),
      ...checkTexts(evidence, shop),
      ...checkTenancy(evidence, shop),
    ]),
  ];
}
