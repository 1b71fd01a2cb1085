/** The API usage of a connection: what Gorgias allows, what is used of it, what waits, and what used it. */
import type { OverviewQueries } from "../../domain/ports/admin.ts";
import type { UsageFigures, UsageQueries } from "../../domain/ports/usage.ts";
import type { PriorityWaiting, RequestsTaken, WaitingQueries } from "../../domain/ports/waiting.ts";
import { rankOf } from "../../domain/activity/work-item.ts";
import type { Clock } from "../../kit/clock.ts";
import { midnightOf } from "./show-overview.ts";

export interface UsageShown {
  /** As of when. */
  at: Date;
  usage: UsageFigures;
  waiting: { count: number; oldest: Date | null };
  /** Most urgent first (L3). */
  waitingByPriority: PriorityWaiting[];
  /** The last 24 hours. */
  taken: RequestsTaken;
  /** Since midnight UTC. */
  spent: { kind: string; requests: number }[];
  spentSince: Date;
}

interface UsageDeps {
  usage: UsageQueries;
  overview: OverviewQueries;
  waiting: WaitingQueries;
  clock: Clock;
}

const DAY_MS = 86_400_000;

export async function showUsage(
  { usage: queries, overview, waiting: queue, clock }: UsageDeps,
  connectionId: string,
): Promise<UsageShown> {
  const now = clock();
  const spentSince = new Date(midnightOf(now));
  const [usage, waiting, byPriority, taken, spent] = await Promise.all([
    queries.read(connectionId, now),
    overview.waiting(connectionId),
    queue.byPriority(connectionId),
    queue.taken(connectionId, new Date(now - DAY_MS)),
    overview.used(connectionId, spentSince),
  ]);
  const waitingByPriority = byPriority.sort((a, b) => rankOf(a.priority) - rankOf(b.priority));
  return { at: new Date(now), usage, waiting, waitingByPriority, taken, spent, spentSince };
}
