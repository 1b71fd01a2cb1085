/** Signs a message as the Standard Webhooks specification says, and posts it. */
import { Webhook } from "standardwebhooks";
import { postBody, type PostOptions } from "./post-body.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface WebhookMessage {
  url: string;
  /** The same for every attempt. */
  id: string;
  /** When this attempt is made, epoch ms. A receiver refuses an old one. */
  at: number;
  body: string;
  /** `whsec_…`. Each one signs. */
  secrets: readonly string[];
}

export interface WebhookAnswer {
  status: number | null;
  problem: "status" | "timeout" | "unreachable" | "not_public" | null;
  retryAfterMs: number | null;
}

/** Never rejects. */
export function postWebhook(options: PostOptions): (message: WebhookMessage) => Promise<WebhookAnswer> {
  return async ({ url, id, at, body, secrets }) => {
    const headers = {
      "user-agent": "aircall-gorgias",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at / 1000)),
      "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body)).join(" "),
    };
    const posted = await postBody(options, url, body, headers);
    if (posted.kind === "failed") return { status: null, problem: posted.code, retryAfterMs: null };
    const { status, retryAfter } = posted;
    const isTaken = status >= 200 && status < 300;
    return { status, problem: isTaken ? null : "status", retryAfterMs: retryAfterMs(retryAfter, at) };
  };
}
