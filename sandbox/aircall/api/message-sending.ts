// Sending through the API: into the agents' conversation, past it, to groups, and WhatsApp (contract 6.4).
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { chooseContact } from "../choose-contact.ts";
import { compactDigits } from "../digits.ts";
import type { Line } from "../entities.ts";
import { refuseMessage } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { createMessage, formGroup, maxAttachments } from "../messages/create-message.ts";
import { describeMessage } from "../messages/describe-message.ts";
import { dispatchMessage, isProxied } from "../messages/message-actions.ts";
import { attachmentInput } from "../messages/message-inputs.ts";
import type { Message } from "../messages/message.ts";
import { credentialOf } from "./credentials.ts";
import { findOwnLine } from "./messages.ts";

const party = z.string().regex(/^\+[1-9]\d{4,14}$/, "must be a number in E.164 form");
const written = z.object({
  body: z.string().max(1600),
  mediaUrl: z.array(z.url()).max(maxAttachments).default([]),
  user_id: z.int().optional(),
});
const singleInput = written.extend({ to: party });
/** The list goes under either name (the contract leaves it open). */
const groupInput = z.union([
  written.extend({ to: z.array(party).min(2) }),
  written.extend({ participants: z.array(party).min(2) }).transform(({ participants, ...rest }) => ({
    ...rest,
    to: participants,
  })),
]);
const whatsappInput = z.object({
  lineId: z.union([z.int(), z.string()]).transform(String),
  externalNumber: party,
  text: z.string().min(1).max(4096).optional(),
  templateParams: z.looseObject({ name: z.string().optional() }).optional(),
});

interface Sending extends Pick<Message, "audience" | "group" | "whatsapp"> {
  to: string;
  line: Line;
  body: string;
  mediaUrl: string[];
  userId: number | undefined;
}

export function routeMessageSending(api: FastifyInstance, exchange: Exchange): void {
  for (const native of [true, false]) {
    const end = native ? "native/send" : "send";
    api.post(`/v1/numbers/:id/messages/${end}`, async (request) => {
      const line = findOwnLine(request);
      const { to, user_id: userId, ...words } = readPayload(singleInput, request);
      const audience = chooseAudience(exchange, line, native);
      return send(exchange, request, { ...words, to, line, audience, userId, group: null, whatsapp: null });
    });
    api.post(`/v1/numbers/:id/messages/group/${end}`, async (request) => {
      const line = findOwnLine(request);
      const { to, user_id: userId, ...words } = readPayload(groupInput, request);
      if (to.includes(compactDigits(line.digits))) throw refuseOwnNumber();
      if (new Set(to).size < 2) throw refuseMessage(400, "InvalidPayload", "A group needs two participants");
      const audience = chooseAudience(exchange, line, native);
      const group = formGroup(line, to, undefined);
      return send(exchange, request, { ...words, to: "", line, audience, userId, group, whatsapp: null });
    });
  }
  api.post("/v1/messages/send/whatsapp/native", async (request) => {
    const { lineId, externalNumber: to, text, templateParams } = readPayload(whatsappInput, request);
    if ((text === undefined) === (templateParams === undefined)) {
      throw refuseMessage(400, "InvalidPayload", "Give text or templateParams");
    }
    const line = findOwnLine(request, lineId);
    const templateContent = templateParams === undefined ? null : (templateParams.name ?? "A template");
    return send(exchange, request, {
      to,
      line,
      body: text ?? "",
      mediaUrl: [],
      userId: undefined,
      group: null,
      audience: chooseAudience(exchange, line, true),
      whatsapp: { templateContent, category: null, messageType: "regular", parentId: null, metadata: null },
    });
  });
}

/** Makes and sends the message; the answer still says `pending`, and stands at the top level (contract 6.4). */
async function send(exchange: Exchange, request: FastifyRequest, sending: Sending): Promise<Record<string, unknown>> {
  const { to, line, mediaUrl, userId, ...rest } = sending;
  const { company } = credentialOf(request);
  refuseUnsendable(sending);
  if (userId !== undefined && company.users.every((user) => user.id !== userId)) {
    throw refuseMessage(400, "InvalidPayload", `User ${userId} does not exist`);
  }
  const message = createMessage(exchange, {
    ...rest,
    company,
    line,
    direction: "outbound",
    digits: to,
    contactId: rest.group === null ? chooseContact(exchange, company, to, undefined) : null,
    userId: userId ?? null,
    media: mediaUrl.map((url) => attachmentInput.parse(nameFile(url))),
  });
  const answer = describeMessage(exchange, message);
  await dispatchMessage(exchange, message);
  return answer;
}

function refuseUnsendable({ to, line, body, mediaUrl, whatsapp }: Sending): void {
  if (to === compactDigits(line.digits)) throw refuseOwnNumber();
  if (body === "" && mediaUrl.length === 0 && whatsapp === null) {
    throw refuseMessage(400, "InvalidPayload", "body is missing");
  }
  // Which answer such a number gives is not documented (assumed).
  if (!line.smsEnabled) throw refuseMessage(400, "InvalidPayload", "The number cannot send messages");
}

function refuseOwnNumber(): Error {
  return refuseMessage(400, "SameDestinationAsSender", "A number cannot write to itself");
}

/** Native sending is for native numbers; the other way skips the inbox and its webhooks. */
function chooseAudience(exchange: Exchange, line: Line, native: boolean): Message["audience"] {
  const proxied = isProxied(exchange, line);
  if (!native) return proxied ? "callback" : "none";
  if (proxied) throw refuseMessage(403, "LineIsNotNativeException", "The number is in proxy mode");
  return "webhooks";
}

function readPayload<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.infer<Schema> {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw refuseMessage(400, "InvalidPayload", z.prettifyError(parsed.error));
  return parsed.data;
}

const types: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
};

function nameFile(url: string): { name: string; type: string } {
  const name = new URL(url).pathname.split("/").at(-1) || "file";
  return { name, type: types[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream" };
}
