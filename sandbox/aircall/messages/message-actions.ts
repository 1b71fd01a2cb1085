// What can happen to messages, for the controls and the typed phone: received, sent, their fate, their files (contract 6).
import { chooseContact } from "../choose-contact.ts";
import { chooseLine } from "../choose-line.ts";
import type { AircallDelivery } from "../deliveries.ts";
import type { Company, Line } from "../entities.ts";
import { ControlError } from "../../core/control-error.ts";
import { findResource } from "../events.ts";
import type { Exchange } from "../exchange.ts";
import { findUser } from "../find.ts";
import { defaultCaller } from "../place-call.ts";
import { publishEvent } from "../publish-event.ts";
import { createMessage, formGroup, readParty, requireTexting, type Words } from "./create-message.ts";
import type { Message, WhatsappExtras } from "./message.ts";
import * as inputs from "./message-inputs.ts";
import { controlAttachment, describeAttachments } from "./message-media.ts";
import { publishMessage, type MessageResult } from "./publish-message.ts";

/** An outside party writes to a line. */
export async function receiveMessage(exchange: Exchange, input: inputs.ReceiveInput = {}): Promise<MessageResult> {
  const { from = defaultCaller, contact, ...rest } = inputs.receiveInput.parse(input);
  const { company, line } = openLine(exchange, rest);
  const digits = readParty(from);
  const message = createMessage(exchange, {
    ...pickWords(rest),
    company,
    line,
    digits,
    direction: "inbound",
    group: null,
    whatsapp: rest.channel === "whatsapp" ? readExtras(rest) : null,
    audience: isProxied(exchange, line) ? "callback" : "webhooks",
    contactId: chooseContact(exchange, company, digits, contact),
    userId: null,
  });
  return publishMessage(exchange, message, "received");
}

/** An agent writes to an outside party. */
export async function sendMessage(exchange: Exchange, input: inputs.SendInput = {}): Promise<MessageResult> {
  const { to = defaultCaller, user, contact, ...rest } = inputs.sendInput.parse(input);
  const { company, line } = openLine(exchange, rest);
  requireNative(exchange, line);
  const digits = readParty(to);
  const message = createMessage(exchange, {
    ...pickWords(rest),
    company,
    line,
    digits,
    direction: "outbound",
    group: null,
    whatsapp: rest.channel === "whatsapp" ? readExtras(rest) : null,
    audience: "webhooks",
    contactId: chooseContact(exchange, company, digits, contact),
    userId: chooseWriter(company, line, user),
  });
  return dispatchMessage(exchange, message);
}

/** One of a group writes to it. */
export async function receiveGroupMessage(exchange: Exchange, input: inputs.ReceiveGroupInput): Promise<MessageResult> {
  const parsed = inputs.receiveGroupInput.parse(input);
  const { from = parsed.participants[0] ?? defaultCaller, participants, conversation } = parsed;
  const { company, line } = openLine(exchange, parsed);
  const digits = readParty(from);
  const message = createMessage(exchange, {
    ...pickWords(parsed),
    company,
    line,
    digits,
    direction: "inbound",
    group: formGroup(line, [...participants, from], conversation),
    whatsapp: null,
    audience: isProxied(exchange, line) ? "callback" : "webhooks",
    contactId: chooseContact(exchange, company, digits, undefined),
    userId: null,
  });
  return publishMessage(exchange, message, "received");
}

/** An agent writes to a group. */
export async function sendGroupMessage(exchange: Exchange, input: inputs.SendGroupInput): Promise<MessageResult> {
  const { participants, conversation, user, ...rest } = inputs.sendGroupInput.parse(input);
  const { company, line } = openLine(exchange, rest);
  requireNative(exchange, line);
  const message = createMessage(exchange, {
    ...pickWords(rest),
    company,
    line,
    direction: "outbound",
    digits: "",
    group: formGroup(line, participants, conversation),
    whatsapp: null,
    audience: "webhooks",
    contactId: null,
    userId: chooseWriter(company, line, user),
  });
  return dispatchMessage(exchange, message);
}

/** Hands an outbound message to the network: sent at once, delivered by itself later unless its fate was decided. */
export async function dispatchMessage(exchange: Exchange, message: Message): Promise<MessageResult> {
  message.status = "sent";
  exchange.timers.after(exchange.settings.messageDeliveredAfterSeconds, async () => {
    if (message.status === "sent") await changeStatus(exchange, message.id, { status: "delivered" });
  });
  return publishMessage(exchange, message, "sent");
}

/** The network says what became of an outbound message. */
export async function changeStatus(exchange: Exchange, id: string, input: inputs.StatusInput): Promise<MessageResult> {
  const { status, atMs = exchange.now() } = inputs.statusInput.parse(input);
  const message = findMessage(exchange, id);
  if (message.direction === "inbound") {
    throw new ControlError(409, `message ${id} was received; only what the line sent changes its status`);
  }
  message.status = status;
  message.updatedAtMs = atMs;
  return publishMessage(exchange, message, "status_updated");
}

/** Changes how one file of a message is served. */
export function controlMessageMedia(exchange: Exchange, id: string, input: inputs.MessageMediaInput): MessageResult {
  const message = findMessage(exchange, id);
  controlAttachment(message, inputs.messageMediaInput.parse(input));
  return { message, deliveries: [] };
}

/** Name, claimed type, length and sha256 of every file of a message. */
export function describeMessageMedia(exchange: Exchange, id: string): ReturnType<typeof describeAttachments> {
  return describeAttachments(exchange, findMessage(exchange, id));
}

/** Sends this data as it is to every webhook that would hear of such an event on the line. */
export async function publishRaw(exchange: Exchange, input: inputs.PublishInput): Promise<AircallDelivery[]> {
  const { event, data, ...where } = inputs.publishInput.parse(input);
  if (findResource(event) === undefined) throw new ControlError(400, `there is no event ${event}`);
  const { company, line } = chooseLine(exchange, where);
  const { id } = data;
  const about = typeof id === "string" ? { messageId: id } : {};
  return publishEvent(exchange, { company, event, lineId: line.id, ...about, data: () => data });
}

export function findMessage(exchange: Exchange, id: string): Message {
  const message = exchange.state.messages.get(id);
  if (message === undefined) throw new ControlError(404, `message ${id} does not exist in the Aircall simulator`);
  return message;
}

/** Whether the line is in proxy mode, where neither agents nor company webhooks see messages (contract 6.1). */
export function isProxied(exchange: Exchange, line: Line): boolean {
  return exchange.state.messageConfigurations.has(line.id);
}

function openLine(
  exchange: Exchange,
  where: { company?: number | undefined; line?: number | undefined },
): { company: Company; line: Line } {
  const chosen = chooseLine(exchange, where);
  requireTexting(chosen.line);
  return chosen;
}

function requireNative(exchange: Exchange, line: Line): void {
  if (!isProxied(exchange, line)) return;
  const remedy = `DELETE /v1/numbers/${line.id}/messages/configuration gives it back to the agents`;
  throw new ControlError(
    409,
    `line ${line.id} (${line.name}) is in proxy mode and agents cannot text from it: ${remedy}`,
  );
}

function chooseWriter(company: Company, line: Line, user: number | null | undefined): number | null {
  return user === null ? null : findUser(company, user ?? line.userIds[0]).id;
}

function readExtras({ templateContent, category, messageType, parentId, metadata }: WhatsappExtras): WhatsappExtras {
  return { templateContent, category, messageType, parentId, metadata };
}

function pickWords({ body, media, atMs, id }: Words): Words {
  return { body, media, atMs, id };
}
