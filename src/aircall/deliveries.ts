/** Webhook deliveries of Aircall (contract 2): opened at the inlet, read by the worker. */
import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { CallEvent } from "../domain/call.ts";
import type { MessageEvent } from "../domain/conversation/text-message.ts";
import type { DeliveryReader, OpenedDelivery } from "../domain/ports/phone-system.ts";
import type { NotUnderstood } from "../domain/reasons/delivery-outcome.ts";
import { ok, refused, type Result } from "../kit/result.ts";
import { callSubject } from "../domain/subject.ts";
import { describeCall, describeIvr } from "./describe-call.ts";
import { conversationOf, conversationsBefore, describeMessage } from "./describe-message.ts";
import { messageDeliverySchema, messageLists, messageSchema, type MessageAnswer } from "./message-schema.ts";
import { callDeliverySchema, callLists, idSchema, text } from "./schemas.ts";
import { unreadItems } from "./unread-items.ts";

/** Just enough to say whose delivery it is and what it is about; everything else is read later, from what was stored. */
export const envelope = z.object({
  token: z.string().catch(""),
  event: text.catch(""),
  data: z.object({ id: idSchema }).nullish().catch(null),
});

/** Of a text, who exchanges it is told by its data. */
export const messageEnvelope = z.object({ data: messageSchema });

/** Longer names are no event's. */
const LONGEST_NAME = 100;

export const deliveryReader: DeliveryReader = { open: openDelivery, readCall, readMessage };

function openDelivery(raw: Uint8Array): OpenedDelivery | null {
  if (!isUtf8(raw)) return null;
  const json = parseJson(new TextDecoder().decode(raw));
  const opened = envelope.safeParse(json);
  if (!opened.success) return null;
  const { token, event, data } = opened.data;
  const message = isOfMessage(event) ? messageEnvelope.safeParse(json).data?.data : undefined;
  const subject = data ? subjectOf(event, data.id, message) : null;
  const before = data && message ? conversationsBefore(message) : [];
  return {
    token,
    event: event.slice(0, LONGEST_NAME),
    subject,
    ...(before.length > 0 ? { subjectsBefore: before } : {}),
    rings: event === "call.created",
    removed: event === "integration.deleted",
  };
}

/** A call by its id; a text by who exchanges it, so that all texts of one caller are worked on in one place and in order. */
function subjectOf(event: string, id: string, message: MessageAnswer | undefined): string | null {
  if (event.startsWith("call.")) return callSubject(id);
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
  const told = describeCall(data);
  const ivr = [...told.ivr, ...describeIvr(envelope), ...(payload ? describeIvr(payload) : [])];
  return ok({ name: event, at: timestamp, snapshot: { ...told, ivr }, ...unreadIn(json, callLists) });
}

function readMessage(body: string): Result<MessageEvent, NotUnderstood> {
  const json = parseJson(body);
  const parsed = messageDeliverySchema.safeParse(json);
  if (!parsed.success) return notUnderstood(parsed.error);
  const { event, timestamp, data } = parsed.data;
  return ok({ name: event, at: timestamp, snapshot: describeMessage(event, data), ...unreadIn(json, messageLists) });
}

/** Of a delivery that was understood. */
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
