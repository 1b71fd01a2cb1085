/**
 * One budget as a node keeps it: asks that come together are decided together and cost one round trip; what answers
 * told waits for the next of them; and who must wait is told so from memory.
 */
import type { Ask } from "../domain/budget/lanes.ts";
import type { News } from "../domain/budget/news.ts";
import { room } from "../domain/budget/take.ts";
import { settleRound, withNews, type Decision, type RoundMemory, type Waiting } from "./budget-round.ts";
import type { BudgetRow } from "./budget-row.ts";

export interface BudgetBook {
  /** Lets the request through, or tells how long to wait before asking again. */
  take(ask: Ask, now: number): Promise<Decision>;
  /** Resolves at once for what can wait; a refusal only when all nodes can know of it. */
  learn(news: News): Promise<void>;
  /** How many requests of a lane could go now, as far as this node knows. */
  room(lane: string, now: number): number | null;
}

/** Runs something a little later; nobody waits for it. */
export type Later = (ms: number, work: () => void) => void;

/** What answers told goes to the other nodes after this long, if no request carries it before. */
const TOLD_AFTER_MS = 1_000;

export function openBook(row: BudgetRow, later: Later): BudgetBook {
  const memory: RoundMemory = { page: null, forgottenAt: 0 };
  let asks: Waiting[] = [];
  let news: News[] = [];
  let urgent = false;
  let rounds: Promise<void> | null = null;
  let telling = false;

  /** Whatever came in one go is settled in one go; one round at a time. */
  const go = () => (rounds ??= Promise.resolve().then(runRounds));

  async function runRounds(): Promise<void> {
    try {
      while (asks.length > 0 || (urgent && news.length > 0)) await runRound();
    } finally {
      // In the same breath as the last look, or somebody might come in between and be forgotten.
      rounds = null;
    }
  }

  async function runRound(): Promise<void> {
    const round = { asks, news, urgent, now: Math.max(...asks.map(({ now }) => now), ...news.map(({ at }) => at)) };
    [asks, news, urgent] = [[], [], false];
    try {
      news = [...(await settleRound(row, memory, round)), ...news];
    } catch (error) {
      news = [...round.news, ...news];
      for (const { fail } of round.asks) fail(error);
      if (round.asks.length === 0) throw error;
    }
  }

  /** Tells the other nodes, unless a request does it first. */
  function tellLater(): void {
    if (telling) return;
    telling = true;
    const heard = news.at(-1);
    later(TOLD_AFTER_MS, () => {
      telling = false;
      if (news.length === 0) return;
      if (heard && !news.includes(heard)) return tellLater();
      urgent = true;
      // What is lost is a belief; the next answer brings it again.
      go().catch(() => undefined);
    });
  }

  return {
    take: (ask, now) =>
      new Promise((decide, fail) => {
        asks.push({ ask, now, decide, fail });
        void go();
      }),
    async learn(item) {
      news.push(item);
      if (item.blockedForMs === undefined) return tellLater();
      urgent = true;
      await go();
    },
    room: (lane, now) => memory.page && room(withNews(memory.page.state, news, now), lane, now),
  };
}
