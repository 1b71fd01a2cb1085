// Telling the webhooks about a call, as every action on a call ends.
import type { AircallDelivery } from "./deliveries.ts";
import { describeBesideCall, describeCallInWebhook } from "./describe-call.ts";
import type { Call } from "./entities.ts";
import type { CallEvent } from "./events.ts";
import type { Exchange } from "./exchange.ts";
import { findCompany } from "./find.ts";
import { publishEvent } from "./publish-event.ts";

/** What an action leaves: the call as it is now, and the deliveries it caused. */
export interface CallResult {
  call: Call;
  deliveries: AircallDelivery[];
}

/** Sends one call event and waits for the first attempts. */
export async function publishCall(exchange: Exchange, call: Call, event: CallEvent): Promise<CallResult> {
  const deliveries = await publishEvent(exchange, {
    company: findCompany(exchange, call.companyId),
    event,
    lineId: call.lineId,
    callId: call.id,
    data: () => describeCallInWebhook(exchange, call, event),
    beside: describeBesideCall(exchange, call, event),
  });
  return { call, deliveries };
}
