// Telling the outside about a message: the company's webhooks, or the callback of a line in proxy mode (contract 6.1, 6.2).
import { postDelivery } from "../../core/post-delivery.ts";
import { deliveryHeaders, type AircallDelivery } from "../deliveries.ts";
import type { Exchange } from "../exchange.ts";
import { findCompany } from "../find.ts";
import { publishEvent } from "../publish-event.ts";
import { describeMessageInWebhook } from "./describe-message.ts";
import type { Message, MessageConfiguration } from "./message.ts";

export type MessageMoment = "received" | "sent" | "status_updated";

/** What an action leaves: the message as it is now, and the deliveries it caused. */
export interface MessageResult {
  message: Message;
  deliveries: AircallDelivery[];
}

/** Sends one message event and waits for the first attempts. */
export async function publishMessage(
  exchange: Exchange,
  message: Message,
  moment: MessageMoment,
): Promise<MessageResult> {
  if (message.audience === "webhooks") {
    const deliveries = await publishEvent(exchange, {
      company: findCompany(exchange, message.companyId),
      event: `${message.group === null ? "message" : "group_message"}.${moment}`,
      lineId: message.lineId,
      messageId: message.id,
      data: () => describeMessageInWebhook(exchange, message),
    });
    return { message, deliveries };
  }
  const configuration = exchange.state.messageConfigurations.get(message.lineId);
  if (message.audience === "callback" && configuration) await callBack(exchange, message, moment, configuration);
  return { message, deliveries: [] };
}

/** One attempt and no more; what the line itself sent is not told. */
async function callBack(
  exchange: Exchange,
  message: Message,
  moment: MessageMoment,
  { callbackUrl, token }: MessageConfiguration,
): Promise<void> {
  if (moment === "sent") return;
  const body = JSON.stringify({
    event_name: moment === "received" ? "message.received" : "message.updated",
    timestamp: exchange.now(),
    token,
    data: describeMessageInWebhook(exchange, message),
  });
  const { now, settings } = exchange;
  const closing = new AbortController().signal;
  const terms = { headers: deliveryHeaders(), waitMs: 0, timeoutMs: settings.deliveryTimeoutMs, now, closing };
  await postDelivery(callbackUrl, body, terms);
}
