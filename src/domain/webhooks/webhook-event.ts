/** Events that the service sends to a team's own endpoints: ids, codes, links and figures, never a name or a text. */

export const EVENT_TYPES = ["call.ticketed", "message.ticketed", "item.failed", "connection.status"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Sent only on request, also to an endpoint that has not chosen it. */
export const TEST_EVENT = "endpoint.test";

export interface WebhookEvent {
  type: EventType | typeof TEST_EVENT;
  /** Names the event within its connection. The same event has the same key, and so the same id. */
  key: string;
  /** The call, conversation or card. Null where it is about the connection. */
  about: { kind: "call" | "conversation" | "card"; ref: string } | null;
  data: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  at: number;
}

/** What is sent: the form of the Standard Webhooks specification. */
export function bodyOf({ type, data, at }: Pick<WebhookEvent, "type" | "data" | "at">): string {
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });
}
