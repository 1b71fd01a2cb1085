/** The API usage of a connection: limit, used, waiting work, and requests by purpose. */
import type { OverviewQueries } from "../domain/ports/admin.ts";
import type { BudgetFigures, BudgetQueries } from "../domain/ports/budget.ts";
import { LANES } from "../domain/ports/help-desk.ts";
import type { LaneWaiting, RequestsTaken, WaitingQueries } from "../domain/ports/waiting.ts";
import type { Clock } from "../kit/clock.ts";
import { midnightOf } from "./show-overview.ts";

export interface BudgetShown {
  /** The time of all figures. */
  at: Date;
  budget: BudgetFigures;
  waiting: { count: number; oldest: Date | null };
  /** Most urgent first (L3). */
  waitingByLane: LaneWaiting[];
  /** The last 24 hours. */
  taken: RequestsTaken;
  /** Since midnight UTC. */
  spent: { kind: string; requests: number }[];
  spentSince: Date;
}

interface BudgetDeps {
  budget: BudgetQueries;
  overview: OverviewQueries;
  waiting: WaitingQueries;
  clock: Clock;
}

const DAY_MS = 86_400_000;

export async function showBudget(
  { budget: budgets, overview, waiting: queue, clock }: BudgetDeps,
  connectionId: string,
): Promise<BudgetShown> {
  const now = clock();
  const spentSince = new Date(midnightOf(now));
  const [budget, waiting, byLane, taken, spent] = await Promise.all([
    budgets.read(connectionId, now),
    overview.waiting(connectionId),
    queue.byLane(connectionId),
    queue.taken(connectionId, new Date(now - DAY_MS)),
    overview.spent(connectionId, spentSince),
  ]);
  const waitingByLane = byLane.sort((a, b) => rankOf(a.lane) - rankOf(b.lane));
  return { at: new Date(now), budget, waiting, waitingByLane, taken, spent, spentSince };
}

/** An unknown priority comes last. */
function rankOf(lane: string): number {
  const rank = LANES.findIndex((known) => known === lane);
  return rank === -1 ? LANES.length : rank;
}
