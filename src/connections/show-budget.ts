/** What Gorgias allows this connection, what is used of it, what waits, and what today's requests were spent on. */
import type { OverviewQueries } from "../domain/ports/admin.ts";
import type { Clock } from "../kit/clock.ts";
import { midnightOf } from "./show-overview.ts";

export interface BudgetShown {
  /** Null while nothing was asked of Gorgias. */
  budget: { limit: number; used: number } | null;
  waiting: { count: number; oldest: Date | null };
  /** Since midnight UTC. */
  spent: { kind: string; requests: number }[];
  spentSince: Date;
}

export async function showBudget(
  { overview, clock }: { overview: OverviewQueries; clock: Clock },
  connectionId: string,
): Promise<BudgetShown> {
  const now = clock();
  const spentSince = new Date(midnightOf(now));
  const [budget, waiting, spent] = await Promise.all([
    overview.budget(connectionId, now),
    overview.waiting(connectionId),
    overview.spent(connectionId, spentSince),
  ]);
  return { budget, waiting, spent, spentSince };
}
