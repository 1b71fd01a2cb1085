/** A connection's budget for Gorgias as the console shows it. */
import { leak } from "../domain/budget/state.ts";
import type { BudgetFigures, BudgetQueries } from "../domain/ports/budget.ts";
import { budgetRow } from "./budget-row.ts";
import type { Database } from "./database.ts";

const DAY_MS = 24 * 3_600_000;

export function budgetQueries(database: Database): BudgetQueries {
  return {
    async read(connectionId, now) {
      const since = [connectionId, new Date(now - DAY_MS), new Date(now)];
      const [{ state, version }, spent, minutes] = await Promise.all([
        budgetRow(database, connectionId, "gorgias").read(now),
        database.query<BudgetFigures["spent"][number]>(
          `select lane, sum(requests)::int as requests, sum(refused)::int as refused from budget_minutes
           where connection_id = $1 and vendor = 'gorgias' and minute > $2 and minute <= $3 group by lane order by lane`,
          since,
        ),
        database.query<BudgetFigures["minutes"][number]>(
          `select minute, sum(requests)::int as requests, sum(refused)::int as refused from budget_minutes
           where connection_id = $1 and vendor = 'gorgias' and minute > $2 and minute <= $3 group by minute order by minute`,
          since,
        ),
      ]);
      const { limit, drainPerS, blockedUntil, sharePercent, inFlight } = state;
      // What is in flight is shown as if it had arrived.
      const { level } = leak({ ...state, level: state.level + inFlight.length }, now);
      const blocked = blockedUntil !== null && blockedUntil > now ? new Date(blockedUntil) : null;
      const shown = { limit, drainPerS, used: Math.ceil(level), blockedUntil: blocked };
      return { state: version === 0 ? null : shown, sharePercent, spent, minutes };
    },
  };
}
