/** Webhook deliveries of Aircall (contract 2): opened at the inlet, read by the worker. */
import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { CallEvent } from "../domain/call.ts";
import type { DeliveryReader, OpenedDelivery } from "../domain/ports/phone-system.ts";
import { ok, refused, type Result } from "../kit/result.ts";
import { describeCall } from "./describe-call.ts";
import { callDeliverySchema } from "./schemas.ts";

/** Just enough to say whose delivery it is and what it is about; everything else is read later, from what was stored. */
const envelope = z.object({
  token: z.string().catch(""),
  event: z.string().catch(""),
  data: z
    .object({ id: z.union([z.number(), z.string()]) })
    .nullish()
    .catch(null),
});

export const deliveryReader: DeliveryReader = { open: openDelivery, readCall };

function openDelivery(raw: Uint8Array): OpenedDelivery | null {
  if (!isUtf8(raw)) return null;
  const opened = envelope.safeParse(parseJson(new TextDecoder().decode(raw)));
  if (!opened.success) return null;
  const { token, event, data } = opened.data;
  const subject = event.startsWith("call.") && data ? `call:${data.id}` : null;
  return { token, event, subject };
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
