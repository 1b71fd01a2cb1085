// Aircall's webhook deliveries: what they are about, and the headers that they bear (contract 2.2, 2.3).
import { randomInt } from "node:crypto";
import type { Deliveries, Delivery } from "../core/deliveries.ts";
import type { Webhook } from "./entities.ts";

/** What an event is about. */
interface About {
  callId: number | null;
  messageId: string | null;
}

export type AircallDelivery = Delivery<Webhook, About>;
export type AircallDeliveries = Deliveries<Webhook, About>;

const trace = (): string => String(randomInt(1, 2 ** 47));

/** Headers seen on real deliveries (contract 2.2). */
export function deliveryHeaders(): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json, text/plain, */*",
    "user-agent": "axios/1.7.9",
    "aircall-origin": "webhooks",
    "x-datadog-trace-id": trace(),
    "x-datadog-parent-id": trace(),
    "x-datadog-sampling-priority": "1",
  };
}
