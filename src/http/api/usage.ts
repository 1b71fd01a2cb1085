/** GET /api/usage: what Gorgias allows, how much of it is used, what waits, and what the requests were for. */
import { z } from "zod";
import { showUsage as readUsage, type UsageShown } from "../../connections/show/show-usage.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

const takenSchema = z.object({ count: z.number(), requests: z.number() });

export const usageSchema = z
  .object({
    /** When all of this was so. */
    at: z.iso.datetime(),
    /** Size of the rate limit as Gorgias reports it. Null, like the next three, before the first request. */
    limit: z.number().nullable(),
    /** Learned drain rate, in requests per second. */
    drainPerSecond: z.number().nullable(),
    /** Requests counted against the limit now. */
    used: z.number().nullable(),
    /** Gorgias paused our requests until then. */
    blockedUntil: z.iso.datetime().nullable(),
    /** Percentage reserved for the account's other apps. */
    sharePercent: z.number(),
    /** Requests of the last 24 hours by priority, and how many of them got a 429. */
    spentByPriority: z.array(z.object({ priority: z.string(), requests: z.number(), refused: z.number() })),
    /** The same by minute, oldest first, without empty minutes. */
    minutes: z.array(z.object({ minute: z.iso.datetime(), requests: z.number(), refused: z.number() })),
    /** Number of unfinished calls, and the start of the oldest. */
    waiting: z.number(),
    oldestWaiting: z.iso.datetime().nullable(),
    /** Work deferred because the limit had no capacity or Gorgias did not answer, most urgent first. */
    waitingByPriority: z.array(z.object({ priority: z.string(), count: z.number(), since: z.iso.datetime() })),
    /** The last 24 hours: the number of items, and the requests of all of them together. */
    taken: z.object({ calls: takenSchema, texts: takenSchema, cards: takenSchema }),
    /** Requests since `spentSince` by kind of write, largest first. */
    spentSince: z.iso.datetime(),
    spent: z.array(z.object({ kind: z.string(), requests: z.number() })),
  })
  .meta({ id: "Usage" });

export type UsageAnswer = z.infer<typeof usageSchema>;

/** `/budget` is its earlier name. */
const PATHS = [
  { path: "/usage", operationId: "getUsage", deprecated: false },
  { path: "/budget", operationId: "getBudget", deprecated: true },
];

export const showUsage: Route = (server, { admin, clock }) => {
  for (const { path, ...operation } of PATHS) {
    const response = { 200: usageSchema, "4xx": problemSchema };
    const schema = { ...operation, tags: ["API usage"], summary: "Get the use of the rate limit", response };
    server.get(path, { schema }, async (request) =>
      describe(await readUsage({ ...admin, clock }, signedInOf(request).connectionId)),
    );
  }
};

function describe({ at, usage, waiting, waitingByPriority, taken, spent, spentSince }: UsageShown): UsageAnswer {
  const { bucket, sharePercent, byPriority, minutes } = usage;
  return {
    at: at.toISOString(),
    limit: bucket?.limit ?? null,
    drainPerSecond: bucket?.drainPerS ?? null,
    used: bucket?.used ?? null,
    blockedUntil: bucket?.blockedUntil?.toISOString() ?? null,
    sharePercent,
    spentByPriority: byPriority.map(({ priority, ...figures }) => ({ priority, ...figures })),
    minutes: minutes.map(({ minute, ...figures }) => ({ minute: minute.toISOString(), ...figures })),
    waiting: waiting.count,
    oldestWaiting: waiting.oldest?.toISOString() ?? null,
    waitingByPriority: waitingByPriority.map(({ priority, count, since }) => ({
      priority,
      count,
      since: since.toISOString(),
    })),
    taken,
    spentSince: spentSince.toISOString(),
    spent,
  };
}
