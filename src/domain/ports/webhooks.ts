/** Webhook endpoints of a connection, the events that it sends to them, and what became of each. */
import type { ChangedBy } from "../connection/audit.ts";
import type { EventType, WebhookEvent } from "../webhooks/webhook-event.ts";
import type { WorkItem } from "../activity/work-item.ts";

export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string;
  events: EventType[];
  active: boolean;
  /** Every attempt has failed since then. Null where the last one succeeded, or there was none. */
  failingSince: Date | null;
  createdBy: string;
  createdAt: Date;
}

export interface NewEndpoint extends Pick<WebhookEndpoint, "id" | "url" | "description" | "events"> {
  /** `whsec_…`. Stored sealed. */
  secret: string;
}

export type EndpointChange = Partial<Pick<WebhookEndpoint, "url" | "description" | "events" | "active">>;

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
/** `failed`: given up. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an attempt failed. `status`: the answer was no 2xx. */
export const ATTEMPT_PROBLEMS = ["status", "timeout", "unreachable", "not_public", "endpoint_off"] as const;
export type AttemptProblem = (typeof ATTEMPT_PROBLEMS)[number];

interface Attempt {
  /** Epoch ms. */
  at: number;
  durationMs: number;
  /** HTTP status. Null without an answer. */
  status: number | null;
  /** Null where it succeeded. */
  problem: AttemptProblem | null;
}

/** One event at one endpoint. */
export interface ListedDelivery {
  eventId: string;
  type: WebhookEvent["type"];
  state: DeliveryState;
  attempts: number;
  createdAt: Date;
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastProblem: AttemptProblem | null;
}

export interface DeliveryInFull extends ListedDelivery {
  data: Record<string, unknown>;
  /** Latest first, at most a hundred. */
  log: Attempt[];
}

export interface DeliveryPlace {
  createdAt: Date;
  eventId: string;
}

export interface WebhookStore {
  list(connectionId: string): Promise<WebhookEndpoint[]>;
  /** Null where the connection has `most` endpoints already. Each `change` is recorded in the same transaction. */
  add(connectionId: string, endpoint: NewEndpoint, most: number, change: ChangedBy): Promise<WebhookEndpoint | null>;
  /** Null where the connection has no such endpoint. */
  change(connectionId: string, id: string, values: EndpointChange, change: ChangedBy): Promise<WebhookEndpoint | null>;
  remove(connectionId: string, id: string, change: ChangedBy): Promise<boolean>;
  /** The old secret signs beside the new one until `previousUntil`, epoch ms. */
  renewSecret(
    connectionId: string,
    id: string,
    renewed: { secret: string; previousUntil: number },
    change: ChangedBy,
  ): Promise<boolean>;
  /** Newest first. */
  deliveries(
    connectionId: string,
    endpointId: string,
    page: { state: DeliveryState | null; after: DeliveryPlace | null; limit: number },
  ): Promise<ListedDelivery[]>;
  delivery(connectionId: string, endpointId: string, eventId: string): Promise<DeliveryInFull | null>;
  /** Sends an event again, with the same id. */
  replay(
    connectionId: string,
    endpointId: string,
    eventId: string,
    change: ChangedBy,
  ): Promise<"queued" | "unknown" | "off">;
  /** Sends an event to this endpoint alone. Its id, or null where the endpoint is off or unknown. */
  send(connectionId: string, endpointId: string, event: WebhookEvent): Promise<string | null>;
}

/** What a run needs to attempt a delivery. */
export interface OpenDelivery {
  event: { id: string; type: string; data: Record<string, unknown>; at: number };
  state: DeliveryState;
  attempts: number;
  endpoint: { url: string; active: boolean; /** The present one first. */ secrets: string[] };
}

export interface AttemptEnd {
  attempt: Attempt;
  state: DeliveryState;
  /** Epoch ms. Null unless `state` is `pending`. */
  nextAt: number | null;
  /** The endpoint answered that it is gone: it is switched off. */
  gone: boolean;
}

export type LeasedDelivery = WorkItem & { lease: string };

export interface DeliveryRuns {
  /** Null where the endpoint or the event is gone. */
  open(work: WorkItem, now: number): Promise<OpenDelivery | null>;
  /** Saves the attempt and ends the lease, in one statement. */
  finish(work: LeasedDelivery, end: AttemptEnd): Promise<{ again: boolean }>;
}
