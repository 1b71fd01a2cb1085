/** The budgets of all connections, shared by all nodes: pure arithmetic on a row, a round trip per request at most. */
import type { Ask } from "../domain/budget/lanes.ts";
import type { News } from "../domain/budget/news.ts";
import { newBudget, type BudgetVendor, type Passage } from "../domain/budget/state.ts";
import { room } from "../domain/budget/take.ts";
import { defaultSettings } from "../domain/settings.ts";
import { openBook, type BudgetBook, type Later } from "./budget-book.ts";
import type { Decision } from "./budget-round.ts";
import { budgetRow } from "./budget-row.ts";
import type { Database } from "./database.ts";

export interface Budgets {
  /** Lets one request through, or tells how many ms to wait before asking again. */
  take(connectionId: string, vendor: BudgetVendor, ask: Ask, now: number): Promise<Decision>;
  /** What an answer told, and which request it answers. */
  learn(connectionId: string, vendor: BudgetVendor, told: Told, now: number): Promise<void>;
  /** How many requests to Gorgias could go now in that lane, as far as this node knows; asks nobody. */
  room(connectionId: string, lane: string, now: number): number;
  /** Since when Gorgias has refused every request (L5), epoch ms; null while it does not. */
  refusedSince(connectionId: string): Promise<number | null>;
}

export type Told = Omit<News, "at" | "passage"> & { passage?: Passage | undefined };

/** A timer that keeps no process alive. */
const aside: Later = (ms, work) => void setTimeout(work, ms).unref();

export function budgetStore(database: Database, later: Later = aside): Budgets {
  const books = new Map<string, BudgetBook>();
  const bookOf = (connectionId: string, vendor: BudgetVendor): BudgetBook => {
    const key = `${vendor} ${connectionId}`;
    const book = books.get(key) ?? openBook(budgetRow(database, connectionId, vendor), later);
    books.set(key, book);
    return book;
  };
  return {
    take: (connectionId, vendor, ask, now) => bookOf(connectionId, vendor).take(ask, now),
    learn: (connectionId, vendor, told, now) => bookOf(connectionId, vendor).learn({ ...told, at: now }),
    room: (connectionId, lane, now) =>
      bookOf(connectionId, "gorgias").room(lane, now) ??
      room(newBudget("gorgias", defaultSettings.sharePercent, now), lane, now),
    async refusedSince(connectionId) {
      const [row] = await database.query<{ refused_since: Date | null }>(
        "select refused_since from budgets where connection_id = $1 and vendor = 'gorgias'",
        [connectionId],
      );
      return row?.refused_since?.getTime() ?? null;
    },
  };
}
