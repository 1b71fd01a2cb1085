// Faults on demand: answers that a simulator gives instead of its work, late, or never.
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

export type FaultKind =
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: "slow"; ms: number }
  | { kind: "lost-answer" }
  | { kind: "late-answer"; ms: number }
  | { kind: "dropped" };

/**
 * `skip` matching requests pass first. Then `times` are hit (default 1, and 0 until cleared), each with `chance` 0..1
 * (default 1).
 */
export interface FaultRule {
  fault: FaultKind;
  method?: string;
  /** A regular expression tested on the URL's path without its query. */
  path?: string;
  skip?: number;
  times?: number;
  chance?: number;
}

export interface Faults {
  /** Throws a SyntaxError when `path` is no regular expression. */
  add(rule: FaultRule): void;
  clear(): void;
  /** The rules still waiting, with the `skip` and `times` that are left. */
  list(): FaultRule[];
  /** The fault that hit this request, for request logs. */
  taken(request: FastifyRequest): FaultKind | undefined;
  /** Register it before every route and plugin that it must cover. */
  plugin: FastifyPluginAsync;
}

const faultKindSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.unknown().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("slow"), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal("lost-answer") }),
  z.strictObject({ kind: z.literal("late-answer"), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal("dropped") }),
]);

/** The JSON form of a rule, for control routes. */
export const faultRuleSchema = z.strictObject({
  fault: faultKindSchema,
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  skip: z.int().min(0).exactOptional(),
  times: z.int().min(0).exactOptional(),
  chance: z.number().min(0).max(1).exactOptional(),
});

interface Waiting {
  rule: FaultRule;
  path: RegExp | undefined;
  skip: number;
  /** Infinity when the rule stays until cleared. */
  times: number;
}

export function createFaults(random: () => number = Math.random): Faults {
  let waiting: Waiting[] = [];
  const hits = new WeakMap<FastifyRequest, FaultKind>();

  function take(method: string, path: string): FaultKind | undefined {
    if (path.startsWith("/_sandbox")) return undefined;
    for (const entry of waiting) {
      if (!matches(entry, method, path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      if (random() >= (entry.rule.chance ?? 1)) continue;
      entry.times -= 1;
      if (entry.times <= 0) waiting = waiting.filter((other) => other !== entry);
      return entry.rule.fault;
    }
    return undefined;
  }

  return {
    add(rule) {
      waiting.push({
        rule,
        path: rule.path === undefined ? undefined : new RegExp(rule.path),
        skip: rule.skip ?? 0,
        times: rule.times === 0 ? Number.POSITIVE_INFINITY : (rule.times ?? 1),
      });
    },
    clear() {
      waiting = [];
    },
    list() {
      return waiting.map(({ rule, skip, times }) => ({ ...rule, skip, times: Number.isFinite(times) ? times : 0 }));
    },
    taken: (request) => hits.get(request),
    plugin: createPlugin(take, hits),
  };
}

function createPlugin(
  take: (method: string, path: string) => FaultKind | undefined,
  hits: WeakMap<FastifyRequest, FaultKind>,
): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    const closing = new AbortController();
    app.addHook("preClose", async () => closing.abort());
    app.addHook("onRequest", async (request, reply) => {
      const fault = take(request.method, request.url.split("?", 1)[0] ?? "");
      if (fault === undefined) return undefined;
      hits.set(request, fault);
      return strike(fault, request, reply, closing.signal);
    });
    app.addHook("onSend", async (request, _reply, payload) => {
      const fault = hits.get(request);
      if (fault?.kind === "lost-answer") request.raw.socket.destroy();
      if (fault?.kind === "late-answer") await pause(fault.ms, closing.signal);
      return payload;
    });
  };
  // Without this mark the hooks would stay inside the plugin and miss the instance's other routes.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

async function strike(fault: FaultKind, request: FastifyRequest, reply: FastifyReply, closing: AbortSignal) {
  switch (fault.kind) {
    case "status":
      return reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send(fault.body ?? "");
    case "slow":
      await pause(fault.ms, closing);
      return closing.aborted ? drop(request, reply) : undefined;
    case "dropped":
      return drop(request, reply);
    case "lost-answer":
    case "late-answer":
      return undefined;
    default:
      return fault satisfies never;
  }
}

/** Ends early when the server closes. */
async function pause(ms: number, closing: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: closing }).catch(() => undefined);
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function matches(entry: Waiting, method: string, path: string): boolean {
  const wanted = entry.rule.method;
  if (wanted !== undefined && wanted.toUpperCase() !== method) return false;
  return entry.path === undefined || entry.path.test(path);
}
