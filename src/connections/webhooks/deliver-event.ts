/** One attempt to deliver an event to an endpoint: at least once, with the same id each time. */
import type { AttemptEnd, AttemptProblem, DeliveryRuns, LeasedDelivery } from "../../domain/ports/webhooks.ts";
import { retryAt } from "../../domain/webhooks/retry-at.ts";
import { bodyOf, type WebhookEvent } from "../../domain/webhooks/webhook-event.ts";
import type { Clock } from "../../kit/clock.ts";

interface Message {
  url: string;
  id: string;
  at: number;
  body: string;
  secrets: readonly string[];
}

export interface DeliverDeps {
  deliveries: DeliveryRuns;
  /** Signs and posts. Never rejects. */
  postWebhook(message: Message): Promise<{
    status: number | null;
    problem: AttemptProblem | null;
    retryAfterMs: number | null;
  }>;
  clock: Clock;
}

/** The endpoint is gone for good. */
const GONE = 410;

/** Rejects only if the database fails. The event is then sent again. */
export async function deliverEvent(
  { deliveries, postWebhook, clock }: DeliverDeps,
  work: LeasedDelivery,
): Promise<{ again: boolean } | undefined> {
  const at = clock();
  const open = await deliveries.open(work, at);
  if (open?.state !== "pending") return undefined;
  const { event, endpoint, attempts } = open;
  if (!endpoint.active) {
    const attempt = { at, durationMs: 0, status: null, problem: "endpoint_off" } as const;
    return deliveries.finish(work, { attempt, state: "failed", nextAt: null, gone: false });
  }
  const { type, data } = event as Pick<WebhookEvent, "type" | "data">;
  const body = bodyOf({ type, data, at: event.at });
  const { status, problem, retryAfterMs } = await postWebhook({ ...endpoint, id: event.id, at, body });
  const now = clock();
  const attempt = { at, durationMs: Math.max(0, now - at), status, problem };
  return deliveries.finish(work, { attempt, ...endOf(attempt, attempts + 1, now, retryAfterMs) });
}

function endOf(
  { status, problem }: AttemptEnd["attempt"],
  attempts: number,
  now: number,
  retryAfterMs: number | null,
): Omit<AttemptEnd, "attempt"> {
  if (problem === null) return { state: "delivered", nextAt: null, gone: false };
  if (status === GONE) return { state: "failed", nextAt: null, gone: true };
  const nextAt = retryAt(attempts, now, retryAfterMs);
  return { state: nextAt === null ? "failed" : "pending", nextAt, gone: false };
}
