/** POST /webhooks/aircall/:key — check whose it is, keep the bytes, answer. Nothing is understood here. */
import type { FastifyPluginAsync } from "fastify";
import { WEBHOOK_PATH } from "../aircall/vendor.ts";
import type { ReceiveDelivery } from "../sync/receive-delivery.ts";
import { problem } from "./problem.ts";

export interface ReceiveAircallDeps {
  receive: ReceiveDelivery;
  onError(error: Error): void;
}

/** A plugin, because it takes the body as bytes whatever its content type, and nobody else should. */
export function receiveAircall(deps: ReceiveAircallDeps): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    server.post<{ Params: { key: string }; Body: Buffer | undefined }>(
      `${WEBHOOK_PATH}/:key`,
      async (request, reply) => {
        try {
          const received = await deps.receive(request.params.key, request.body ?? new Uint8Array());
          switch (received.kind) {
            case "kept":
              return { kept: received.as };
            case "wrong token":
              return reply.code(401).send(problem("wrong_token", "The body shows no token of this webhook."));
            case "unknown key":
              return reply.code(404).send(problem("unknown_webhook", "No connection has this webhook address."));
            default:
              return received satisfies never;
          }
        } catch (error) {
          deps.onError(error instanceof Error ? error : new Error("a delivery was not kept"));
          // Aircall sends it again (contract 2.3): nothing is lost.
          return reply.code(503).send(problem("not_kept", "The delivery could not be kept; send it again."));
        }
      },
    );
  };
}
