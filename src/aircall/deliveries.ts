/** Webhook deliveries of Aircall (docs/vendors/aircall.md 2): opened by the inlet, parsed by a worker. */
import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { CallEvent } from "../domain/call/call.ts";
import type { MessageEvent } from "../domain/conversation/text-message.ts";
import type { DeliveryReader, OpenedDelivery } from "../domain/ports/phone-system.ts";
import type { NotUnderstood } from "../domain/reasons/delivery-outcome.ts";
import { ok, refused, type Result } from "../kit/result.ts";
import { callActivityId } from "../domain/activity/work-item.ts";
import { describeCall, describeIvr } from "./describe-call.ts";
import { conversationOf, conversationsBefore, describeMessage } from "./describe-message.ts";
import { messageDeliverySchema, messageLists, messageSchema, type MessageAnswer } from "./message-schema.ts";
import { callDeliverySchema, callLists, idSchema, text } from "./schemas.ts";
import { unreadItems } from "./unread-items.ts";

/** The minimum that identifies the connection and the work item. A worker parses the rest from the stored body. */
export const envelope = z.object({
  token: z.string().catch(""),
  event: text.catch(""),
  data: z.object({ id: idSchema }).nullish().catch(null),
});

/** The participants of a message are in its data. */
export const messageEnvelope = z.object({ data: messageSchema });

/** No event has a longer name. */
const LONGEST_NAME = 100;

export const deliveryReader: DeliveryReader = { open: openDelivery, readCall, readMessage };

function openDelivery(raw: Uint8Array): OpenedDelivery | null {
  if (!isUtf8(raw)) return null;
  const json = parseJson(new TextDecoder().decode(raw));
  const opened = envelope.safeParse(json);
  if (!opened.success) return null;
  const { token, event, data } = opened.data;
  const message = isOfMessage(event) ? messageEnvelope.safeParse(json).data?.data : undefined;
  const activityId = data ? activityIdOf(event, data.id, message) : null;
  const before = data && message ? conversationsBefore(message) : [];
  return {
    token,
    event: event.slice(0, LONGEST_NAME),
    activityId,
    ...(before.length > 0 ? { activityIdsBefore: before } : {}),
    rings: event === "call.created",
    removed: event === "integration.deleted",
  };
}

/**
 * A call's id, or a message's conversation. All messages with one customer form one work item, so they are processed in
 * order.
 */
function activityIdOf(event: string, id: string, message: MessageAnswer | undefined): string | null {
  if (event.startsWith("call.")) return callActivityId(id);
  return message ? conversationOf(message) : null;
}

function isOfMessage(event: string): boolean {
  return /^(?:group_)?message\./.test(event);
}

function readCall(body: string): Result<CallEvent, NotUnderstood> {
  const json = parseJson(body);
  const parsed = callDeliverySchema.safeParse(json);
  if (!parsed.success) return notUnderstood(parsed.error);
  const { event, timestamp, data, payload, ...envelope } = parsed.data;
  const call = describeCall(data);
  const ivr = [...call.ivr, ...describeIvr(envelope), ...(payload ? describeIvr(payload) : [])];
  return ok({ name: event, at: timestamp, snapshot: { ...call, ivr }, ...unreadIn(json, callLists) });
}

function readMessage(body: string): Result<MessageEvent, NotUnderstood> {
  const json = parseJson(body);
  const parsed = messageDeliverySchema.safeParse(json);
  if (!parsed.success) return notUnderstood(parsed.error);
  const { event, timestamp, data } = parsed.data;
  return ok({ name: event, at: timestamp, snapshot: describeMessage(event, data), ...unreadIn(json, messageLists) });
}

/** Only for a delivery that was parsed. */
function unreadIn(json: unknown, lists: Parameters<typeof unreadItems>[1]): { unread?: string[] } {
  const unread = unreadItems((json as { data: unknown }).data, lists);
  return unread.length > 0 ? { unread } : {};
}

function notUnderstood({ issues: [issue] }: z.ZodError): Result<never, NotUnderstood> {
  const path = issue?.path.join(".") ?? "";
  return refused({ code: "not_understood", path, detail: issue?.message ?? "not as documented" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
