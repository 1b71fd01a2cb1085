// Telling the webhooks: which of them hear of an event, and the envelope each one gets (contract 2.1).
import type { Company, Webhook } from "./entities.ts";
import type { Delivery } from "./delivery-desk.ts";
import { findResource } from "./events.ts";
import { readSeconds, type Exchange } from "./exchange.ts";

export interface Announcement {
  company: Company;
  event: string;
  /** The line concerned; null for what belongs to no line. */
  lineId: number | null;
  callId?: number;
  messageId?: string;
  /** Built once per webhook, so that each payload carries its own signed links. */
  data: () => object;
  /** What stands beside `data`. */
  beside?: object;
}

/** Sends the event to every webhook that wants it; resolves when the first attempts were answered or failed. */
export function publishEvent(exchange: Exchange, announcement: Announcement): Promise<Delivery[]> {
  const { company, event } = announcement;
  const listeners = company.webhooks.filter((webhook) => isListening(exchange, company, webhook, announcement));
  return Promise.all(
    listeners.map((webhook) =>
      exchange.deliveries.submit(
        webhook,
        event,
        { callId: announcement.callId ?? null, messageId: announcement.messageId ?? null },
        writeEnvelope(exchange, webhook, announcement),
      ),
    ),
  );
}

/** The body of one delivery. */
function writeEnvelope(exchange: Exchange, webhook: Webhook, { event, data, beside }: Announcement): string {
  const timestamp = readSeconds(exchange);
  return JSON.stringify({
    resource: findResource(event),
    event,
    timestamp,
    token: webhook.token,
    data: data(),
    ...beside,
  });
}

function isListening(exchange: Exchange, company: Company, webhook: Webhook, { event, lineId }: Announcement): boolean {
  if (!webhook.events.includes(event)) return false;
  const keptForLater = webhook.disabledAtMs !== null && exchange.settings.keepEventsWhileDisabled;
  if (!webhook.active && !keptForLater) return false;
  if (webhook.integrationId === null) return true;
  const integration = company.integrations.find((one) => one.id === webhook.integrationId);
  if (integration === undefined || !integration.active) return false;
  // An installed app hears of linked lines only; API-key webhooks hear of all (contract 1.2).
  return !exchange.settings.linkedOnly || lineId === null || integration.lineIds.includes(lineId);
}
