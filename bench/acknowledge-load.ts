/**
 * Load generator: posts deliveries of answered calls, six per call, each with unique bytes, and reports the results.
 */
import autocannon from "autocannon";
import { readTask, serveUntilClosed } from "./processes.ts";

export interface LoadTask {
  url: string;
  connections: number;
  seconds: number;
  /** Total per second. If left out, as many as possible. */
  rate?: number;
  /** The deliveries of one call in order, and the id in them that is replaced per call. */
  bodies: readonly string[];
  callId: string;
  /** Number of the first call. */
  from: number;
}

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers other than 200 and the expected ones. */
  failed: number;
}

const { url, connections, seconds, rate, bodies, callId, from } = readTask<LoadTask>();
const parts = bodies.map((body) => body.split(callId));
let sent = 0;

function nextBody(): string {
  const id = String(from + Math.floor(sent / bodies.length));
  const body = (parts[sent % bodies.length] ?? []).join(id);
  sent += 1;
  return body;
}

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  ...(rate === undefined ? {} : { overallRate: Math.round(rate) }),
  requests: [
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      setupRequest: (request) => ({ ...request, body: nextBody() }),
    },
  ],
});
const load: LoadResult = {
  perSecond: result.requests.total / result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
  failed: result.non2xx + result.errors + result.timeouts,
};
await serveUntilClosed(JSON.stringify(load));
process.exit(0);
