// Reading a message, and a line's proxy mode and statuses (contract 6.1, 6.3, 6.5).
import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { isAllowedUrl } from "../allowed-url.ts";
import type { Line } from "../entities.ts";
import { refuseMessage, refuseUnknown } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { describeMessage } from "../messages/describe-message.ts";
import type { MessageConfiguration } from "../messages/message.ts";
import { credentialOf } from "./credentials.ts";
import { readParam } from "./query.ts";

const configurationInput = z.object({ callbackUrl: z.string() });

export function routeMessages(api: FastifyInstance, exchange: Exchange): void {
  routeConfiguration(api, exchange);
  // What these two say is not documented: the words are assumed, and nothing of `smsEnabled` shows (contract 6.5).
  for (const [name, status] of [
    ["registration_status", "registered"],
    ["whatsapp_status", "active"],
  ] as const) {
    api.get(`/v1/numbers/:id/messages/${name}`, async (request) => ({ id: findOwnLine(request).id, status }));
  }
  api.get("/v1/numbers/:id/messages/:message_id", async (request) => {
    const line = findOwnLine(request);
    const message = exchange.state.messages.get(readParam(request, "message_id"));
    if (message === undefined || message.lineId !== line.id) throw refuseUnknown("Message");
    return describeMessage(exchange, message);
  });
}

/** The line the path names, if it belongs to the company that asks. */
export function findOwnLine(request: FastifyRequest, id = readParam(request, "id")): Line {
  const line = credentialOf(request).company.lines.find((one) => String(one.id) === id);
  if (line === undefined) throw refuseUnknown("Number");
  return line;
}

function routeConfiguration(api: FastifyInstance, exchange: Exchange): void {
  const path = "/v1/numbers/:id/messages/configuration";
  api.get(path, async (request): Promise<MessageConfiguration> => {
    // What a native number answers is not documented (assumed).
    const found = exchange.state.messageConfigurations.get(findOwnLine(request).id);
    if (found === undefined) throw refuseUnknown("Configuration");
    return found;
  });
  api.post(path, async (request): Promise<MessageConfiguration> => {
    const line = findOwnLine(request);
    const input = configurationInput.safeParse(request.body);
    if (!input.success || !isAllowedUrl(input.data.callbackUrl, exchange.settings.webhookUrls)) {
      throw refuseMessage(400, "InvalidPayload", "callbackUrl must be an HTTPS address");
    }
    const token = randomBytes(16).toString("hex");
    const configuration = { token, callbackUrl: input.data.callbackUrl, type: "PUBLIC_API" };
    exchange.state.messageConfigurations.set(line.id, configuration);
    return configuration;
  });
  api.delete(path, async (request, reply) => {
    if (!exchange.state.messageConfigurations.delete(findOwnLine(request).id)) throw refuseUnknown("Configuration");
    return reply.code(204).send();
  });
}
