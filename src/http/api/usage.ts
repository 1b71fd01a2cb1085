/**
 * GET /api/budget: the API usage: Gorgias' rate limit, how much of it is used, waiting work, and requests by purpose.
 */
import { z } from "zod";
import { type BudgetShown, showBudget as readBudget } from "../../connections/show-budget.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

const takenSchema = z.object({ count: z.number(), requests: z.number() });

export const budgetSchema = z.object({
  /** The time of all figures. */
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
  spentByLane: z.array(z.object({ lane: z.string(), requests: z.number(), refused: z.number() })),
  /** The same by minute, oldest first, without empty minutes. */
  minutes: z.array(z.object({ minute: z.iso.datetime(), requests: z.number(), refused: z.number() })),
  /** Number of unfinished calls, and the start of the oldest. */
  waiting: z.number(),
  oldestWaiting: z.iso.datetime().nullable(),
  /** Work deferred because the limit had no capacity or Gorgias did not answer, most urgent first. */
  waitingByLane: z.array(z.object({ lane: z.string(), count: z.number(), since: z.iso.datetime() })),
  /** The last 24 hours: the number of items, and the requests of all of them together. */
  taken: z.object({ calls: takenSchema, texts: takenSchema, cards: takenSchema }),
  /** Requests since `spentSince` by kind of write, largest first. */
  spentSince: z.iso.datetime(),
  spent: z.array(z.object({ kind: z.string(), requests: z.number() })),
});

export type BudgetAnswer = z.infer<typeof budgetSchema>;

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
