/**
 * Opens a download without following redirects. Connecting, waiting for the answer, and waiting for more of the body
 * each have a time limit.
 */
import { Agent as PlainAgent, request as requestPlain, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, request as requestOver } from "node:https";
import type { Socket } from "node:net";
import { isForbiddenLiteral } from "../kit/public-address.ts";
import { RequestError } from "../kit/request-error.ts";
import { guardedLookup, NotPublic, sharedResolve, type Resolve } from "./guarded-lookup.ts";
import { timedBody } from "./timed-body.ts";

export interface DownloadTimeouts {
  /** Name lookup, connection and TLS. */
  connectMs: number;
  /** From there to the answer's headers. */
  answerMs: number;
  /** While the reader waits, at least `leastBytes` must arrive in each such period. */
  idleMs: number;
  leastBytes: number;
  /** From the first request to the last byte, redirects included. */
  totalMs: number;
}

/** 500 MB over a slow line take 20 minutes. */
export const DOWNLOAD_TIMEOUTS: DownloadTimeouts = {
  connectMs: 10_000,
  answerMs: 15_000,
  idleMs: 15_000,
  leastBytes: 16_384,
  totalMs: 20 * 60_000,
};

export interface DownloadRequest {
  url: string;
  /** Connect to public internet addresses only. */
  publicOnly: boolean;
  timeouts: DownloadTimeouts;
  /** Aborts the download in any phase. */
  signal: AbortSignal;
  resolve?: Resolve;
}

export interface OpenedDownload {
  status: number;
  header(name: string): string | null;
  body: ReadableStream<Uint8Array>;
}

/** The download's address is not allowed. */
export { NotPublic } from "./guarded-lookup.ts";

const resolveName = sharedResolve();
const agents = { "https:": new SecureAgent({ keepAlive: true }), "http:": new PlainAgent({ keepAlive: true }) };
const PUBLIC_ONLY = { allowLoopback: false };

/** Rejects with NotPublic, or with a RequestError of fate `unknown` that names only the host. */
export function openDownload(spec: DownloadRequest): Promise<OpenedDownload> {
  const { url, publicOnly, timeouts, signal } = spec;
  const { protocol, hostname, host } = new URL(url);
  if (publicOnly && isForbiddenLiteral(hostname, PUBLIC_ONLY)) return Promise.reject(new NotPublic());
  const isSecure = protocol === "https:";
  const fail = (why: string, cause?: unknown) =>
    new RequestError(`media from ${host}: ${why}`, { fate: "unknown", cause, vendor: "aircall" });
  return new Promise((resolve, reject) => {
    const lookup = publicOnly ? { lookup: guardedLookup(PUBLIC_ONLY, spec.resolve ?? resolveName) } : {};
    const agent = agents[isSecure ? "https:" : "http:"];
    const request = (isSecure ? requestOver : requestPlain)(url, { agent, ...lookup });
    let timer = setTimeout(() => request.destroy(fail("no connection in time")), timeouts.connectMs);
    let underWay: { destroy(error: Error): unknown } = request;
    const end = () => void underWay.destroy(fail("not done in time"));
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    };
    whenConnected(request, isSecure, () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(fail("no answer in time")), timeouts.answerMs);
    });
    request.on("response", (response) => {
      clearTimeout(timer);
      underWay = response;
      response.once("close", done);
      resolve(opened(response, timeouts));
    });
    request.on("error", (error) => {
      done();
      reject(error instanceof NotPublic || error instanceof RequestError ? error : fail("the connection broke", error));
    });
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
    request.end();
  });
}

/** Calls back once the request has a connection, TLS included. A reused connection is ready at once. */
function whenConnected(request: ReturnType<typeof requestPlain>, isSecure: boolean, connected: () => void): void {
  request.on("socket", (socket: Socket) => {
    if (request.reusedSocket) connected();
    else socket.once(isSecure ? "secureConnect" : "connect", connected);
  });
}

function opened(response: IncomingMessage, timeouts: DownloadTimeouts): OpenedDownload {
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
    body: timedBody(response, timeouts),
  };
}
