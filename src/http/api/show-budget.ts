/** GET /api/budget — what Gorgias allows, what is used of it, what waits, and what was spent on what. */
import { showBudget as readBudget, type BudgetShown } from "../../connections/show-budget.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";
import { budgetSchema, problemSchema, type BudgetAnswer } from "./schemas.ts";

export type { BudgetAnswer } from "./schemas.ts";

export const showBudget: Route = (server, { admin, clock }) => {
  const schema = { summary: "Budget", response: { 200: budgetSchema, "4xx": problemSchema } };
  server.get("/budget", { schema }, async (request) =>
    describe(await readBudget({ ...admin, clock }, signedInOf(request).connectionId)),
  );
};

function describe({ at, budget, waiting, waitingByLane, taken, spent, spentSince }: BudgetShown): BudgetAnswer {
  const { state, sharePercent, spent: spentByLane, minutes } = budget;
  return {
    at: at.toISOString(),
    limit: state?.limit ?? null,
    drainPerSecond: state?.drainPerS ?? null,
    used: state?.used ?? null,
    blockedUntil: state?.blockedUntil?.toISOString() ?? null,
    sharePercent,
    spentByLane,
    minutes: minutes.map(({ minute, ...figures }) => ({ minute: minute.toISOString(), ...figures })),
    waiting: waiting.count,
    oldestWaiting: waiting.oldest?.toISOString() ?? null,
    waitingByLane: waitingByLane.map(({ since, ...lane }) => ({ ...lane, since: since.toISOString() })),
    taken,
    spentSince: spentSince.toISOString(),
    spent,
  };
}
