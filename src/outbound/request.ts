/** The one function that speaks to a vendor's API: through the gate, with a timeout, counted, and with errors that say what to do. */
import { RequestError } from "../kit/request-error.ts";
import type { Clock } from "../kit/clock.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { inSpan } from "../kit/trace.ts";
import type { BudgetNews, Gate, Vendor } from "./gate.ts";
import { readAnswer, type Answer, type Asked } from "./answer.ts";
import { watchUpload, type UploadPace } from "./watch-upload.ts";

export interface OutboundDeps {
  gate: Gate;
  clock: Clock;
  /** Node's fetch, or a stand-in that a test breaks on purpose. */
  fetch: typeof fetch;
  /** What the answer's headers tell of the budget; each vendor has its own. */
  readBudget(headers: Headers, status: number, now: number): BudgetNews;
  meter?: Meter;
}

export interface Caller {
  connectionId: string;
  /** For messages: the account or company as people know it. */
  account: string;
  vendor: Vendor;
  lane: string;
  /** How long the work has been waiting for its turn. */
  waitedMs?: number;
  /** Called once for each request that leaves. */
  count(): void;
  /** How many have left so far. */
  spent(): number;
}

export interface RequestSpec {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is; `headers` must name its type. */
  body?: AsyncIterable<Uint8Array>;
  /** What is being done, for messages: `note on ticket 812`. */
  what: string;
  timeoutMs?: number;
  /** Of a body that is streamed. */
  pace?: UploadPace;
  /** Ends it, however far it is. */
  until?: AbortSignal;
}

/** Shorter than the heartbeat after which a silent worker is replaced, so that no request outlives its worker's place. */
const TIMEOUT_MS = 30_000;

/** Sends one request. Resolves with any 2xx and 301; everything else rejects with a RequestError. */
export async function request(deps: OutboundDeps, caller: Caller, spec: RequestSpec): Promise<Answer> {
  const { connectionId, vendor, lane, waitedMs = 0 } = caller;
  const passage = await deps.gate.pass(connectionId, vendor, { lane, waitedMs, begun: caller.spent() > 0 });
  caller.count();
  const response = await measure(deps, caller, spec);
  const now = deps.clock();
  await deps.gate.report(connectionId, vendor, deps.readBudget(response.headers, response.status, now), passage);
  return readAnswer(response, askedOf(caller, spec), now);
}

function askedOf({ vendor, account }: Caller, { method, url, what }: RequestSpec): Asked {
  return { what: `${vendor} (${account}), ${what}`, vendor, request: `${method} ${templateOf(url)}` };
}

/** From the first byte sent to the head of the answer; waiting for the budget is no part of it. */
function measure(deps: OutboundDeps, caller: Caller, spec: RequestSpec): Promise<Response> {
  const { meter = noMeter, clock } = deps;
  const { vendor, lane } = caller;
  const { method } = spec;
  const began = clock();
  const facts = { "http.request.method": method, "url.template": templateOf(spec.url), vendor, lane };
  return inSpan({ name: `${vendor} ${method}`, kind: "client", facts }, async (tell) => {
    let status = "no answer";
    try {
      const response = await send(deps, caller, spec);
      tell({
        "http.response.status_code": response.status,
        ...(response.status >= 400 ? { "error.type": String(response.status) } : {}),
      });
      status = response.status === 429 ? "429" : `${Math.floor(response.status / 100)}xx`;
      return response;
    } finally {
      meter("request_duration_seconds", { vendor, lane, status }, (clock() - began) / 1000);
      if (status === "429") meter("rate_limited_total", { vendor }, 1);
    }
  });
}

/** `/tickets/:id/messages`: without host, query, or anything that names one thing among many. */
function templateOf(url: string): string {
  const path = new URL(url).pathname.replace(/^.*?\/(?:api|v\d+)(?=\/)/, "");
  return path.replaceAll(/\/(?![a-z_]+(?:\/|$))[^/]+/g, "/:id");
}

async function send(deps: OutboundDeps, caller: Caller, spec: RequestSpec): Promise<Response> {
  const upload = watchUpload(spec.pace);
  const limits = [AbortSignal.timeout(spec.timeoutMs ?? TIMEOUT_MS), upload.stalled, spec.until];
  try {
    return await deps.fetch(spec.url, {
      method: spec.method,
      headers: spec.json === undefined ? spec.headers : { ...spec.headers, "content-type": "application/json" },
      // A body that is streamed is only streamed where no redirect could want it again: else fetch keeps a whole copy.
      redirect: spec.body ? "error" : "manual",
      signal: AbortSignal.any(limits.filter((signal) => signal !== undefined)),
      ...bodyOf(spec, (body) =>
        upload.watch(body, (bytes) => deps.meter?.("uploaded_bytes_total", { vendor: caller.vendor }, bytes)),
      ),
    });
  } catch (cause) {
    const isLate = (cause instanceof Error && cause.name === "TimeoutError") || spec.until?.aborted;
    const why = isLate ? "no answer in time" : "the connection broke";
    const { what, ...about } = askedOf(caller, spec);
    throw new RequestError(`${what}: ${why}`, { fate: "unknown", cause, ...about });
  } finally {
    upload.end();
  }
}

function bodyOf(spec: RequestSpec, watch: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): RequestInit {
  if (spec.json !== undefined) return { body: JSON.stringify(spec.json) };
  // A streamed body is sent while it is read; fetch wants to be told so.
  if (spec.body) return { body: ReadableStream.from(watch(spec.body)), duplex: "half", window: null } as RequestInit;
  return {};
}
