/** GET /api/budget — what Gorgias allows, what is used of it, what waits, and what was spent on what. */
import { z } from "zod";
import { showBudget as readBudget } from "../../connections/show-budget.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";
import { problemSchema } from "./schemas.ts";

export const budgetSchema = z.object({
  /** As Gorgias tells it, and how much of it is used now; null while nothing was asked of Gorgias. */
  limit: z.number().nullable(),
  used: z.number().nullable(),
  /** Calls that are not finished, and when the oldest of them began. */
  waiting: z.number(),
  oldestWaiting: z.iso.datetime().nullable(),
  /** Requests since `spentSince` by kind of write, the dearest first. */
  spentSince: z.iso.datetime(),
  spent: z.array(z.object({ kind: z.string(), requests: z.number() })),
});

export type BudgetAnswer = z.infer<typeof budgetSchema>;

export const showBudget: Route = (server, { admin, clock }) => {
  const schema = { summary: "Budget", response: { 200: budgetSchema, "4xx": problemSchema } };
  server.get("/budget", { schema }, async (request) => {
    const shown = await readBudget({ overview: admin.overview, clock }, signedInOf(request).connectionId);
    return {
      limit: shown.budget?.limit ?? null,
      used: shown.budget?.used ?? null,
      waiting: shown.waiting.count,
      oldestWaiting: shown.waiting.oldest?.toISOString() ?? null,
      spentSince: shown.spentSince.toISOString(),
      spent: shown.spent,
    };
  });
};
