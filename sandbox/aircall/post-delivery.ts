// One attempt to deliver a webhook: the request as the vendor sends it, and what came of it.
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

export interface Attempt {
  atMs: number;
  /** Null when no answer came. */
  status: number | null;
  error: string | null;
}

export interface AttemptTerms {
  waitMs: number;
  timeoutMs: number;
  now: () => number;
  closing: AbortSignal;
}

/** Posts the body and never throws: a lost connection or a slow receiver is a result like any other. */
export async function postDelivery(url: string, body: string, terms: AttemptTerms): Promise<Attempt> {
  try {
    if (terms.waitMs > 0) await wait(terms.waitMs, undefined, { signal: terms.closing });
    return await send(url, body, terms);
  } catch (error) {
    return { atMs: terms.now(), status: null, error: explain(error) };
  }
}

async function send(url: string, body: string, terms: AttemptTerms): Promise<Attempt> {
  const atMs = terms.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: describeSender(),
      body,
      redirect: "manual",
      signal: AbortSignal.any([terms.closing, AbortSignal.timeout(terms.timeoutMs)]),
    });
    // The body is read to the end so that the connection can serve again; what it says is of no interest.
    await response.arrayBuffer();
    return { atMs, status: response.status, error: null };
  } catch (error) {
    return { atMs, status: null, error: explain(error) };
  }
}

const trace = (): string => String(randomInt(1, 2 ** 47));

/** Headers seen on real deliveries (contract 2.2). */
function describeSender(): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json, text/plain, */*",
    "user-agent": "axios/1.7.9",
    "aircall-origin": "webhooks",
    "x-datadog-trace-id": trace(),
    "x-datadog-parent-id": trace(),
    "x-datadog-sampling-priority": "1",
  };
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  return error.cause instanceof Error ? error.cause.message : error.message;
}
