/** The one function that speaks to a vendor's API: with a permit of the rate limiter, with a timeout, counted, and with errors that say what to do. */
import { RequestError } from "../kit/request-error.ts";
import type { Clock } from "../kit/clock.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { inSpan } from "../kit/trace.ts";
import type { Feedback, RateLimiter, Vendor } from "../rate-limit/port.ts";
import { readAnswer, type Answer, type Asked } from "./answer.ts";
import { watchUpload, type UploadPace } from "./watch-upload.ts";

export interface OutboundDeps {
  rateLimiter: RateLimiter;
  clock: Clock;
  /** Node's fetch, or a test's replacement. */
  fetch: typeof fetch;
  /** What the answer's headers say of the rate limit. Each vendor has its own. */
  readRateLimit(headers: Headers, status: number, now: number): Feedback;
  meter?: Meter;
}

export interface RequestContext {
  connectionId: string;
  /** The account or company as people know it, for messages. */
  account: string;
  vendor: Vendor;
  priority: string;
  /** How long the work has been waiting. */
  waitedMs?: number;
  /** Called once for each request sent. */
  count(): void;
  /** How many have left so far. */
  used(): number;
}

export interface RequestSpec {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as is. `headers` must name its type. */
  body?: AsyncIterable<Uint8Array>;
  /** The action, for messages: `note on ticket 812`. */
  what: string;
  timeoutMs?: number;
  /** For a streamed body. */
  pace?: UploadPace;
  /** Aborts the request in any phase. */
  until?: AbortSignal;
}

/** Shorter than a work item's lease, so that no request outlives it. */
const TIMEOUT_MS = 30_000;

/** Sends one request. Resolves with a 2xx or 301. Any other answer rejects with a RequestError. */
export async function request(deps: OutboundDeps, context: RequestContext, spec: RequestSpec): Promise<Answer> {
  const { connectionId, vendor, priority, waitedMs = 0 } = context;
  const begun = context.used() > 0;
  const permit = await deps.rateLimiter.acquire(connectionId, vendor, { priority, waitedMs, begun });
  context.count();
  const response = await measure(deps, context, spec);
  const now = deps.clock();
  const feedback = deps.readRateLimit(response.headers, response.status, now);
  await orClosed(response, deps.rateLimiter.report(connectionId, vendor, feedback, permit));
  return readAnswer(response, askedOf(context, spec), now);
}

/** Closes the connection if what has to be stored before the answer is read cannot be. */
export async function orClosed(response: Response, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    await response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

function askedOf({ vendor, account }: RequestContext, { method, url, what }: RequestSpec): Asked {
  return { what: `${vendor} (${account}), ${what}`, vendor, request: `${method} ${templateOf(url)}` };
}

/** From the first byte sent to the head of the answer; waiting for a permit is not part of it. */
function measure(deps: OutboundDeps, context: RequestContext, spec: RequestSpec): Promise<Response> {
  const { meter = noMeter, clock } = deps;
  const { vendor, priority } = context;
  const { method } = spec;
  const began = clock();
  const facts = { "http.request.method": method, "url.template": templateOf(spec.url), vendor, priority };
  return inSpan({ name: `${vendor} ${method}`, kind: "client", facts }, async (addFacts) => {
    let status = "no answer";
    try {
      const response = await send(deps, context, spec);
      addFacts({
        "http.response.status_code": response.status,
        ...(response.status >= 400 ? { "error.type": String(response.status) } : {}),
      });
      status = response.status === 429 ? "429" : `${Math.floor(response.status / 100)}xx`;
      return response;
    } finally {
      meter("request_duration_seconds", { vendor, priority, status }, (clock() - began) / 1000);
      if (status === "429") meter("rate_limited_total", { vendor }, 1);
    }
  });
}

/** `/tickets/:id/messages`: the path without host, query and ids. */
function templateOf(url: string): string {
  const path = new URL(url).pathname.replace(/^.*?\/(?:api|v\d+)(?=\/)/, "");
  return path.replaceAll(/\/(?![a-z_]+(?:\/|$))[^/]+/g, "/:id");
}

async function send(deps: OutboundDeps, context: RequestContext, spec: RequestSpec): Promise<Response> {
  const upload = watchUpload(spec.pace);
  // After a rejected redirect, `fetch` would leave the connection open.
  const failed = new AbortController();
  const limits = [AbortSignal.timeout(spec.timeoutMs ?? TIMEOUT_MS), upload.stalled, spec.until, failed.signal];
  try {
    return await deps.fetch(spec.url, {
      method: spec.method,
      headers: spec.json === undefined ? spec.headers : { ...spec.headers, "content-type": "application/json" },
      // With `manual`, fetch would keep a whole copy of a streamed body for a redirect.
      redirect: spec.body ? "error" : "manual",
      signal: AbortSignal.any(limits.filter((signal) => signal !== undefined)),
      ...bodyOf(spec, (body) =>
        upload.watch(body, (bytes) => deps.meter?.("uploaded_bytes_total", { vendor: context.vendor }, bytes)),
      ),
    });
  } catch (cause) {
    failed.abort();
    const isLate = (cause instanceof Error && cause.name === "TimeoutError") || spec.until?.aborted;
    const why = isLate ? "no answer in time" : "the connection broke";
    const { what, ...about } = askedOf(context, spec);
    throw new RequestError(`${what}: ${why}`, { fate: "unknown", cause, ...about });
  } finally {
    upload.end();
  }
}

function bodyOf(spec: RequestSpec, watch: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): RequestInit {
  if (spec.json !== undefined) return { body: JSON.stringify(spec.json) };
  // Fetch requires `duplex` for a streamed body.
  if (spec.body) return { body: ReadableStream.from(watch(spec.body)), duplex: "half", window: null } as RequestInit;
  return {};
}
