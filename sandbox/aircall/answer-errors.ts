// Bodies in, refusals out: how the Aircall simulator reads what it is sent and says no (contract 8.2, 8.4).
import type { FastifyInstance } from "fastify";
import { ControlError } from "../core/control-error.ts";
import { readJson } from "../core/server.ts";
import { refuse, refuseAtGateway, VendorError } from "./errors.ts";

export function answerErrors(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // The content type itself is checked at the API's gate. Controls take JSON under any name, and none at all.
  readJson(app, "*", () => refuse(400, "The body is not valid JSON"));
  app.setNotFoundHandler(() => {
    throw refuseAtGateway(404, "Not Found");
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof VendorError) return reply.code(error.status).headers(error.headers).send(error.body);
    if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message });
    const message = error instanceof Error ? error.message : String(error);
    return reply.code(500).send({ error: "Internal Server Error", troubleshoot: message });
  });
}
