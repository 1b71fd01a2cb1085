// One attempt to deliver a webhook, and its result.
import { setTimeout as wait } from "node:timers/promises";

export interface Attempt {
  atMs: number;
  /** Null when no answer came. */
  status: number | null;
  error: string | null;
}

export interface AttemptTerms {
  headers: Record<string, string>;
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
      headers: terms.headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([terms.closing, AbortSignal.timeout(terms.timeoutMs)]),
    });
    // The body is read to the end so that the connection can serve again.
    await response.arrayBuffer();
    return { atMs, status: response.status, error: null };
  } catch (error) {
    return { atMs, status: null, error: explain(error) };
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  return error.cause instanceof Error ? error.cause.message : error.message;
}
