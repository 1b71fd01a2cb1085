/**
 * A receiver of webhooks, with its own implementation of the Standard Webhooks specification: it shares nothing with
 * the library that signs.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookReceiver {
  url: string;
  received: Received[];
  /** Status of the next answers, or `hang`. */
  answer: number | "hang";
  headers: Record<string, string>;
  close(): Promise<void>;
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      receiver.received.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
      if (receiver.answer !== "hang") response.writeHead(receiver.answer, receiver.headers).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received: [],
    answer: 204,
    headers: {},
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}

const TOLERANCE_S = 5 * 60;

/**
 * The specification: base64 of HMAC-SHA256 over `id.timestamp.body`, with the secret's bytes behind `whsec_`. The header
 * lists signatures behind their version. `nowMs`: the receiver's clock. Null where the message is not to be trusted.
 */
export function verifyWebhook({ headers, body }: Received, secret: string, nowMs: number): unknown {
  const id = String(headers["webhook-id"]);
  const timestamp = String(headers["webhook-timestamp"]);
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return null;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  const isSigned = String(headers["webhook-signature"])
    .split(" ")
    .map((signature) => signature.split(","))
    .some(([version, value = ""]) => {
      const given = Buffer.from(value, "base64");
      return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
    });
  return isSigned ? JSON.parse(body) : null;
}
