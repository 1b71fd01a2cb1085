/** GET /api/usage: what Gorgias allows, what is used of it, what waits, and what used it. */
import { showUsage as readUsage, type UsageShown } from "../../connections/show-usage.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";
import { problemSchema, usageSchema, type UsageAnswer } from "./schemas.ts";

export type { UsageAnswer } from "./schemas.ts";

/** `/budget` is its name of before. */
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
