// The bucket: serves signed files as S3 would, with its XML refusals, and breaks them on request (contract 4.2).
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { escapeHtml } from "../core/page.ts";
import { readParam, readQuery } from "./api/query.ts";
import { sign, type BucketFile } from "./bucket.ts";
import type { Exchange } from "./exchange.ts";
import { findCallFile, signMedia } from "./media.ts";
import { findMessageFile } from "./messages/message-media.ts";
import { readShortMediaUrl } from "./short-media.ts";

export function serveMedia(app: FastifyInstance, exchange: Exchange): void {
  app.get("/_media/*", async (request, reply) => {
    const path = readParam(request, "*");
    const refusal = checkLink(exchange, request, path);
    if (refusal !== null) return sendXml(reply, ...refusal);
    const file = findCallFile(exchange, path) ?? findMessageFile(exchange, path);
    if (file === undefined) return sendXml(reply, 404, "NoSuchKey", "The specified key does not exist.");
    return sendFile(exchange, reply, file);
  });
  app.get("/_short/:key", async (request, reply) => {
    const named = readShortMediaUrl(exchange, readParam(request, "key"));
    const call = named === null ? undefined : exchange.state.calls.get(named.callId);
    const url = named === null || call === undefined ? null : signMedia(exchange, call, named.kind);
    return url === null ? reply.code(404).send({ message: "Not Found" }) : reply.redirect(url, 302);
  });
}

function checkLink(exchange: Exchange, request: FastifyRequest, path: string): [number, string, string] | null {
  if (request.headers.authorization !== undefined) {
    return [400, "InvalidArgument", "Only one auth mechanism allowed"];
  }
  const query = readQuery(request);
  const expires = query.get("expires") ?? "";
  if (query.get("sig") !== sign(path, expires, query.get("n") ?? "")) {
    return [403, "SignatureDoesNotMatch", "The request signature we calculated does not match"];
  }
  return exchange.now() >= Number(expires) * 1000 ? [403, "AccessDenied", "Request has expired"] : null;
}

async function sendFile(exchange: Exchange, reply: FastifyReply, file: BucketFile): Promise<FastifyReply> {
  const { controls } = file;
  if (controls.hang) {
    reply.hijack();
    return reply;
  }
  if (controls.redirectTo !== undefined) return reply.redirect(controls.redirectTo, 302);
  if (controls.status !== undefined && controls.status !== 200) {
    return sendXml(
      reply,
      controls.status,
      controls.status === 404 ? "NoSuchKey" : "InternalError",
      "As the control asked",
    );
  }
  const chunked = controls.chunked ?? !exchange.settings.mediaContentLength;
  return sendBytes(reply, file, chunked);
}

async function sendBytes(reply: FastifyReply, file: BucketFile, chunked: boolean): Promise<FastifyReply> {
  const { controls, sizeBytes: size } = file;
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": controls.contentType ?? file.contentType,
    "accept-ranges": "none",
    ...(chunked ? {} : { "content-length": String(size) }),
  });
  const end = Math.min(size, controls.truncateAt ?? size, controls.stallAt ?? size);
  try {
    await pipeline(Readable.from(limit(file.read(), end)), reply.raw, { end: false });
  } catch {
    // The reader went away; nothing is left to send.
    return reply;
  }
  if (end === controls.stallAt) return reply;
  // A cut comes after what was sent has left, or it would take the last bytes along.
  if (end < size) reply.raw.socket?.destroySoon();
  else reply.raw.end();
  return reply;
}

function* limit(chunks: Iterable<Buffer>, end: number): Generator<Buffer> {
  let sent = 0;
  for (const chunk of chunks) {
    if (sent >= end) return;
    yield chunk.subarray(0, end - sent);
    sent += chunk.length;
  }
}

function sendXml(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeHtml(message)}</Message></Error>`;
  return reply.code(status).type("application/xml").send(body);
}
