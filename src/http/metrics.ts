/** GET /metrics: counters of this process and the state of all work, in Prometheus' format. */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { FastifyRequest, RouteHandlerMethod } from "fastify";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { WorkFigures, WorkQueries } from "../domain/ports/metrics.ts";
import type { Clock } from "../kit/clock.ts";
import type { Meter } from "../kit/meter.ts";
import { VERSION } from "../kit/version.ts";
import { whileAnswering, type LastSign } from "../kit/within.ts";
import { problem } from "./problem.ts";

const PREFIX = "aircall_gorgias_";
/** The database is queried at most once in this time, however often it is scraped. */
const CACHE_MS = 5_000;
const READ_MS = 2_000;

/** With every value of the label, because each counter starts at 0: a rate needs a value before the first event. */
const COUNTERS = {
  deliveries_total: [
    "Deliveries received, by result",
    "result",
    ["new", "duplicate", "wrong token", "unknown key", "failed"],
  ],
  cards_total: ["Insight cards, shown or dropped", "result", ["shown", "dropped"]],
  rate_limited_total: ["Requests that a vendor answered with 429", "vendor", ["aircall", "gorgias"]],
  uploaded_bytes_total: ["Bytes of recordings, voicemails and files uploaded", "vendor", ["gorgias"]],
} as const;

const HISTOGRAMS = {
  delivery_duration_seconds: ["From a delivery's arrival to its answer", [], [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5]],
  job_duration_seconds: [
    "Runs of work items, by kind and result",
    ["kind", "result"],
    [0.05, 0.2, 0.5, 1, 2.5, 10, 30, 120, 600],
  ],
  request_duration_seconds: [
    "Requests to a vendor, by priority and status",
    ["vendor", "priority", "status"],
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
  ],
  card_delay_seconds: [
    "From a call's first delivery to its card, shown or dropped",
    ["result"],
    [0.25, 0.5, 1, 2, 4, 7, 10, 30],
  ],
} as const;

const GAUGES = {
  oldest_waiting_seconds: ["Age of the oldest waiting work item of all connections, 0 if none waits", []],
  waiting: ["Deferred calls and conversations", ["priority"]],
  failed: ["Calls and conversations that failed and need an admin", []],
  connections: ["Connections by status", ["status"]],
  budget_used_ratio: ["The fullest rate limit among all connections, 1 being all that the vendor allows", ["vendor"]],
  queue_jobs: ["Jobs of the queue", ["queue", "state"]],
  clock_skew_seconds: ["How far this machine's clock is ahead of the database's; negative where it is behind", []],
  build_info: ["1, with the versions of the service and of Node", ["version", "node"]],
  database_up: ["1 when the figures of the database could be read, else 0; these are then left out", []],
} as const;

export interface Metrics {
  meter: Meter;
  /** Returns the whole page. Never rejects. */
  render(): Promise<string>;
}

export interface MetricsParts {
  work: WorkQueries;
  clock: Clock;
  /** How far this machine's clock is ahead of the database's. Null if unknown. */
  skewMs?: () => number | null;
  /** The database's last sign of life. Left out for the embedded database, which is this process. */
  lastSign?: LastSign | undefined;
}

export function openMetrics({
  work,
  clock,
  skewMs = () => null,
  lastSign = () => performance.now(),
}: MetricsParts): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const named = (name: string, help: string, labelNames: readonly string[]) => ({
    name: `${PREFIX}${name}`,
    help,
    labelNames: [...labelNames],
    registers,
  });
  const counters = new Map(
    Object.entries(COUNTERS).map(([name, [help, label, values]]) => {
      const counter = new Counter(named(name, help, [label]));
      for (const value of values) counter.inc({ [label]: value }, 0);
      return [name, counter];
    }),
  );
  const histograms = new Map(
    Object.entries(HISTOGRAMS).map(([name, [help, labels, buckets]]) => [
      name,
      new Histogram({ ...named(name, help, labels), buckets: [...buckets] }),
    ]),
  );
  const gauges = new Map(
    Object.entries(GAUGES).map(([name, [help, labels]]) => [name, new Gauge(named(name, help, labels))]),
  );
  const read = cached(() => work.read(clock()), clock);
  let isWatching = false;
  return {
    meter(name, labels, value) {
      const counter = counters.get(name);
      if (counter) counter.inc(labels, value);
      else if (histograms.has(name)) histograms.get(name)?.observe(labels, value);
      else throw new Error(`there is no metric ${name}`);
    },
    async render() {
      // Starts with the first scrape, because it watches the event loop and the garbage collector.
      if (!isWatching) collectDefaultMetrics({ register: registry });
      isWatching = true;
      // A scrape waits at most this long, then reports the database as down.
      const figures = await whileAnswering(READ_MS, read(), lastSign).catch(() => null);
      for (const gauge of gauges.values()) gauge.reset();
      gauges.get("build_info")?.set({ version: VERSION, node: process.version }, 1);
      for (const [name, labels, value] of rowsOf(figures, clock())) gauges.get(name)?.set(labels, value);
      const skew = skewMs();
      if (skew !== null) gauges.get("clock_skew_seconds")?.set({}, skew / 1000);
      return registry.metrics();
    },
  };
}

type Row = [name: keyof typeof GAUGES, labels: Record<string, string>, value: number];

function rowsOf(figures: WorkFigures | null, now: number): Row[] {
  if (!figures) return [["database_up", {}, 0]];
  const { oldest, waiting, failed, connections, rateLimits, jobs } = figures;
  return [
    ["database_up", {}, 1],
    ["oldest_waiting_seconds", {}, oldest === null ? 0 : Math.max(0, (now - oldest) / 1000)],
    ...waiting.map(({ priority, count }): Row => ["waiting", { priority }, count]),
    ["failed", {}, failed],
    ...connections.map(({ status, count }): Row => ["connections", { status }, count]),
    ...rateLimits.map(({ vendor, used }): Row => ["budget_used_ratio", { vendor }, used]),
    ...jobs.map(({ queue, state, count }): Row => ["queue_jobs", { queue, state }, count]),
  ];
}

/** Runs one query at a time and caches its result. A failure is not cached. */
function cached<T>(ask: () => Promise<T>, clock: Clock): () => Promise<T> {
  let known: { answer: Promise<T>; until: number } | null = null;
  return () => {
    if (known && known.until > clock()) return known.answer;
    const answer = ask();
    known = { answer, until: clock() + CACHE_MS };
    answer.catch(() => (known = null));
    return answer;
  };
}

export interface MetricsEndpoint {
  metrics: Metrics;
  /** Null: only requests from this machine, without a proxy, are answered. */
  token: string | null;
}

export function showMetrics({ metrics, token }: MetricsEndpoint): RouteHandlerMethod {
  return async (request, reply) => {
    if (token !== null && !bears(request, token)) {
      return reply.code(401).send(problem("wrong_token", "Send METRICS_TOKEN as a bearer token."));
    }
    if (token === null && !isFromHere(request)) {
      return reply
        .code(403)
        .send(problem("not_from_here", "Without METRICS_TOKEN only requests from this machine are answered."));
    }
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.render());
  };
}

/** Compares hashes of equal length, so that the response time reveals nothing about the token. */
function bears({ headers }: FastifyRequest, token: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const given = /^bearer +(.*)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(hash(given), hash(token));
}

/** Trusts the socket, not a header. A request through a proxy came from elsewhere. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  if (headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined) return false;
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return isIP(address) === 4 ? address.startsWith("127.") : address === "::1";
}
