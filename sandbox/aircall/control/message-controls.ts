// Controls of messages: POST /_sandbox/messages…; each answers with the message's id.
import type { FastifyInstance } from "fastify";
import { readParam } from "../api/query.ts";
import type { Exchange } from "../exchange.ts";
import * as actions from "../messages/message-actions.ts";
import * as inputs from "../messages/message-inputs.ts";
import type { MessageResult } from "../messages/publish-message.ts";
import { readBody } from "./read-body.ts";
import { summarizeDelivery } from "./summarize.ts";
import { summarizeMessage } from "./summarize-message.ts";

/** Ten files of five megabytes, in base64. */
const bodyLimit = 70_000_000;

export function routeMessageControls(app: FastifyInstance, exchange: Exchange): void {
  const tell = ({ message, deliveries }: MessageResult) => ({
    id: message.id,
    message: summarizeMessage(exchange, message),
    deliveries: deliveries.map((one) => summarizeDelivery(one, false)),
  });
  app.post("/_sandbox/messages/receive", { bodyLimit }, async (request) => {
    return tell(await actions.receiveMessage(exchange, readBody(inputs.receiveInput, request)));
  });
  app.post("/_sandbox/messages/send", { bodyLimit }, async (request) => {
    return tell(await actions.sendMessage(exchange, readBody(inputs.sendInput, request)));
  });
  app.post("/_sandbox/messages/group/receive", { bodyLimit }, async (request) => {
    return tell(await actions.receiveGroupMessage(exchange, readBody(inputs.receiveGroupInput, request)));
  });
  app.post("/_sandbox/messages/group/send", { bodyLimit }, async (request) => {
    return tell(await actions.sendGroupMessage(exchange, readBody(inputs.sendGroupInput, request)));
  });
  app.post("/_sandbox/messages/publish", async (request) => {
    const input = readBody(inputs.publishInput, request);
    const deliveries = await actions.publishRaw(exchange, input);
    return { id: input.data["id"] ?? null, deliveries: deliveries.map((one) => summarizeDelivery(one, false)) };
  });
  app.get("/_sandbox/messages/:id", async (request) => {
    return tell({ message: actions.findMessage(exchange, readParam(request, "id")), deliveries: [] });
  });
  app.post("/_sandbox/messages/:id/status", async (request) => {
    const input = readBody(inputs.statusInput, request);
    return tell(await actions.changeStatus(exchange, readParam(request, "id"), input));
  });
  app.post("/_sandbox/messages/:id/media", async (request) => {
    const input = readBody(inputs.messageMediaInput, request);
    return tell(actions.controlMessageMedia(exchange, readParam(request, "id"), input));
  });
  app.get("/_sandbox/messages/:id/media", async (request) => {
    return { files: actions.describeMessageMedia(exchange, readParam(request, "id")) };
  });
}
