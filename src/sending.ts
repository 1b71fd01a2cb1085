/** Wires outgoing webhooks: their store for the console, and the run that sends an event. */
import type { Config } from "./config.ts";
import { deliverEvent } from "./connections/webhooks/deliver-event.ts";
import type { WebhookStore } from "./domain/ports/webhooks.ts";
import type { Clock } from "./kit/clock.ts";
import { postWebhook } from "./outbound/post-webhook.ts";
import type { Database } from "./storage/db/database.ts";
import type { Sealer } from "./storage/connection/seal.ts";
import { deliveryRuns } from "./storage/webhooks/delivery-runs.ts";
import { webhookStore } from "./storage/webhooks/webhook-store.ts";
import type { WorkScheduler } from "./storage/work/scheduler.ts";
import type { RunWorkDeps } from "./sync/run-work.ts";

export interface SendingParts {
  config: Pick<Config, "sandbox">;
  database: Database;
  sealer: Sealer;
  scheduler: Pick<WorkScheduler, "notifyMarked">;
  clock: Clock;
}

export interface Sending extends Pick<RunWorkDeps, "deliverEvent"> {
  webhooks: WebhookStore;
}

export function sending({ config, database, sealer, scheduler, clock }: SendingParts): Sending {
  const deps = {
    deliveries: deliveryRuns(database, sealer),
    postWebhook: postWebhook({ allowLoopback: config.sandbox }),
    clock,
  };
  return {
    webhooks: webhookStore(database, sealer, scheduler.notifyMarked),
    deliverEvent: (work) => deliverEvent(deps, work),
  };
}
