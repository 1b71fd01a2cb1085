// Bodies in, refusals out: how the little Aircall reads what it is sent and says no (contract 8.2, 8.4).
import type { FastifyInstance } from "fastify";
import { ControlError, refuse, refuseAtGateway, VendorError } from "./errors.ts";

export function answerErrors(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // The content type itself is checked at the API's gate; controls take JSON under any name, and none at all.
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
    try {
      const text = body.toString();
      done(null, text.trim() === "" ? undefined : JSON.parse(text));
    } catch {
      done(refuse(400, "The body is not valid JSON"), undefined);
    }
  });
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
