/** POST /webhooks/aircall/:key: authenticates a delivery, stores its bytes and answers. A worker parses it later. */
import type { FastifyPluginAsync } from "fastify";
import { WEBHOOK_PATH } from "../aircall/vendor.ts";
import type { ReceiveDelivery } from "../sync/receive-delivery.ts";
import { failedRequest, type FailedRequest } from "./open-server.ts";
import { problem } from "./problem.ts";

export interface ReceiveAircallDeps {
  receive: ReceiveDelivery;
  onError(error: Error, request: FailedRequest): void;
}

/** A plugin, because it reads every content type as bytes, and other routes must not. */
export function receiveAircall(deps: ReceiveAircallDeps): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    server.post<{ Params: { key: string }; Body: Buffer | undefined }>(
      `${WEBHOOK_PATH}/:key`,
      async (request, reply) => {
        try {
          const received = await deps.receive(request.params.key, request.body ?? new Uint8Array(), request.id);
          switch (received.kind) {
            case "kept":
              return { kept: received.as };
            case "wrong token":
              return reply.code(401).send(problem("wrong_token", "The body does not contain this webhook's token."));
            case "unknown key":
              return reply.code(404).send(problem("unknown_webhook", "No connection has this webhook address."));
            default:
              return received satisfies never;
          }
        } catch (error) {
          deps.onError(error instanceof Error ? error : new Error("a delivery was not stored"), failedRequest(request));
          // Aircall sends it again (docs/vendors/aircall.md 2.3), so nothing is lost.
          return reply.code(503).send(problem("not_kept", "The delivery could not be stored. Send it again."));
        }
      },
    );
  };
}
