/** Webhooks of the team's own, and the log of what was sent to them. */
import type {
  CreatedWebhookAnswer,
  DeliveriesAnswer,
  DeliveryInFullAnswer,
  WebhookAnswer,
} from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

const at = (id: string, rest = "") => `/api/webhooks/${encodeURIComponent(id)}${rest}`;

export async function readWebhooks(signal: AbortSignal): Promise<WebhookAnswer[]> {
  return (await request<{ webhooks: WebhookAnswer[] }>("/api/webhooks", { signal })).webhooks;
}

export type WebhookRequest = Pick<WebhookAnswer, "url" | "description" | "events">;

export function createWebhook(csrfToken: string, body: WebhookRequest): Promise<CreatedWebhookAnswer> {
  return request<CreatedWebhookAnswer>("/api/webhooks", { method: "POST", csrfToken, body });
}

export async function switchWebhook(csrfToken: string, { id, active }: Pick<WebhookAnswer, "id" | "active">) {
  await request(at(id), { method: "PATCH", csrfToken, body: { active } });
}

export async function deleteWebhook(csrfToken: string, { id }: Pick<WebhookAnswer, "id">): Promise<void> {
  await request(at(id), { method: "DELETE", csrfToken });
}

export function renewSecret(csrfToken: string, { id }: Pick<WebhookAnswer, "id">): Promise<{ secret: string }> {
  return request<{ secret: string }>(at(id, "/secret"), { method: "POST", csrfToken });
}

export async function testWebhook(csrfToken: string, { id }: Pick<WebhookAnswer, "id">): Promise<void> {
  await request(at(id, "/test"), { method: "POST", csrfToken });
}

export function readDeliveries(id: string, cursor: string | null, signal: AbortSignal): Promise<DeliveriesAnswer> {
  const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  return request<DeliveriesAnswer>(at(id, `/deliveries${query}`), { signal });
}

export interface NamedDelivery {
  webhookId: string;
  eventId: string;
}

export function readDelivery(
  { webhookId, eventId }: NamedDelivery,
  signal: AbortSignal,
): Promise<DeliveryInFullAnswer> {
  return request<DeliveryInFullAnswer>(at(webhookId, `/deliveries/${encodeURIComponent(eventId)}`), { signal });
}

export async function replayDelivery(csrfToken: string, { webhookId, eventId }: NamedDelivery): Promise<void> {
  await request(at(webhookId, `/deliveries/${encodeURIComponent(eventId)}/replay`), { method: "POST", csrfToken });
}
