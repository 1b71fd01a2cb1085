/** GET /api/usage: what Gorgias allows, how much of it is used, what waits, and what the requests were for. */
import { z } from "zod";
import { showUsage as readUsage, type UsageShown } from "../../connections/show-usage.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

const takenSchema = z.object({ count: z.number(), requests: z.number() });

export const usageSchema = z.object({
  /** When all of this was so. */
  at: z.iso.datetime(),
  /** Requests at once, as Gorgias tells it; null, like what follows, while nothing was asked of Gorgias. */
  limit: z.number().nullable(),
  /** Requests that Gorgias forgets a second, as it was learned. */
  drainPerSecond: z.number().nullable(),
  /** How much of the limit is used now. */
  used: z.number().nullable(),
  /** Gorgias wants silence until then. */
  blockedUntil: z.iso.datetime().nullable(),
  /** Left to the shop's other apps. */
  sharePercent: z.number(),
  /** Requests of the last 24 hours by urgency, and how many of them were refused (429). */
  spentByLane: z.array(z.object({ lane: z.string(), requests: z.number(), refused: z.number() })),
  /** The same by minute, oldest first; minutes without any request are left out. */
  minutes: z.array(z.object({ minute: z.iso.datetime(), requests: z.number(), refused: z.number() })),
  /** Calls that are not finished, and when the oldest of them began. */
  waiting: z.number(),
  oldestWaiting: z.iso.datetime().nullable(),
  /** Of them, what was put aside because Gorgias had no room or did not answer, by urgency, most urgent first. */
  waitingByLane: z.array(z.object({ lane: z.string(), count: z.number(), since: z.iso.datetime() })),
  /** Of the last 24 hours: how many there were, and the requests that all of them took together. */
  taken: z.object({ calls: takenSchema, texts: takenSchema, cards: takenSchema }),
  /** Requests since `spentSince` by kind of write, the dearest first. */
  spentSince: z.iso.datetime(),
  spent: z.array(z.object({ kind: z.string(), requests: z.number() })),
});

export type UsageAnswer = z.infer<typeof usageSchema>;

/** `/budget` is its earlier name. */
export const showUsage: Route = (server, { admin, clock }) => {
  for (const path of ["/usage", "/budget"]) {
    const schema = { summary: "API usage", response: { 200: usageSchema, "4xx": problemSchema } };
    server.get(path, { schema }, async (request) =>
      describe(await readUsage({ ...admin, clock }, signedInOf(request).connectionId)),
    );
  }
};

function describe({ at, usage, waiting, waitingByLane, taken, spent, spentSince }: UsageShown): UsageAnswer {
  const { bucket, sharePercent, byPriority, minutes } = usage;
  return {
    at: at.toISOString(),
    limit: bucket?.limit ?? null,
    drainPerSecond: bucket?.drainPerS ?? null,
    used: bucket?.used ?? null,
    blockedUntil: bucket?.blockedUntil?.toISOString() ?? null,
    sharePercent,
    spentByLane: byPriority.map(({ priority: lane, ...figures }) => ({ lane, ...figures })),
    minutes: minutes.map(({ minute, ...figures }) => ({ minute: minute.toISOString(), ...figures })),
    waiting: waiting.count,
    oldestWaiting: waiting.oldest?.toISOString() ?? null,
    waitingByLane: waitingByLane.map(({ since, ...lane }) => ({ ...lane, since: since.toISOString() })),
    taken,
    spentSince: spentSince.toISOString(),
    spent,
  };
}
