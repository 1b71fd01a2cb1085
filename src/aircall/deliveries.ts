/** Webhook deliveries of Aircall (contract 2): opened at the inlet, read by the worker. */
import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { CallEvent } from "../domain/call.ts";
import type { DeliveryReader, OpenedDelivery } from "../domain/ports/phone-system.ts";
import { ok, refused, type Result } from "../kit/result.ts";
import { describeCall } from "./describe-call.ts";
import { callDeliverySchema, idSchema, text } from "./schemas.ts";

/** Just enough to say whose delivery it is and what it is about; everything else is read later, from what was stored. */
const envelope = z.object({
  token: z.string().catch(""),
  event: text.catch(""),
  data: z.object({ id: idSchema }).nullish().catch(null),
});

/** Longer names and ids are nobody's: they would only burden the index, and with it the deliveries kept beside them. */
const LONGEST_NAME = 100;

export const deliveryReader: DeliveryReader = { open: openDelivery, readCall };

function openDelivery(raw: Uint8Array): OpenedDelivery | null {
  if (!isUtf8(raw)) return null;
  const opened = envelope.safeParse(parseJson(new TextDecoder().decode(raw)));
  if (!opened.success) return null;
  const { token, event, data } = opened.data;
  const followed = event.startsWith("call.") && data !== null && data !== undefined && data.id.length <= LONGEST_NAME;
  return { token, event: event.slice(0, LONGEST_NAME), subject: followed ? `call:${data.id}` : null };
}

function readCall(body: string): Result<CallEvent> {
  const parsed = callDeliverySchema.safeParse(parseJson(body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refused(
      `not understood: ${issue?.path.join(".") || "the delivery"}: ${issue?.message ?? "not as documented"}`,
    );
  }
  const { event, timestamp, data } = parsed.data;
  return ok({ name: event, at: timestamp, snapshot: describeCall(data) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
