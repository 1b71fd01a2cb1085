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

/** Somebody who waits until other nodes can know what was heard. */
interface Telling {
  done(): void;
  fail(error: unknown): void;
}

export function openBook(row: BudgetRow, later: Later): BudgetBook {
  const memory: RoundMemory = { page: null, forgottenAt: 0 };
  let asks: Waiting[] = [];
  let news: News[] = [];
  let tellings: Telling[] = [];
  let going = false;
  let telling = false;

  /** Whatever came in one go is settled in one go; one round at a time. */
  async function go(): Promise<void> {
    if (going) return;
    going = true;
    await Promise.resolve();
    while (asks.length > 0 || tellings.length > 0) await runRound();
    // In the same breath as the last look, or somebody might come in between and be forgotten.
    going = false;
  }

  /** Never rejects: a round that fails is the trouble of those who waited for it, not of those who came meanwhile. */
  async function runRound(): Promise<void> {
    const [waiting, told] = [asks, tellings];
    const now = Math.max(...asks.map((ask) => ask.now), ...news.map(({ at }) => at));
    const round = { asks, news, urgent: tellings.length > 0, now };
    [asks, news, tellings] = [[], [], []];
    try {
      news = [...(await settleRound(row, memory, round)), ...news];
      for (const { done } of told) done();
    } catch (error) {
      news = [...round.news, ...news];
      for (const { fail } of [...waiting, ...told]) fail(error);
    }
  }

  /** Resolves when the other nodes can know all that was heard. */
  const tell = () =>
    new Promise<void>((done, fail) => {
      tellings.push({ done, fail });
      void go();
    });

  /** Tells the other nodes, unless a request does it first. */
  function tellLater(): void {
    if (telling) return;
    telling = true;
    const heard = news.at(-1);
    later(TOLD_AFTER_MS, () => {
      telling = false;
      if (news.length === 0) return;
      if (heard && !news.includes(heard)) return tellLater();
      // What is lost is a belief; the next answer brings it again.
      tell().catch(() => undefined);
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
      await tell();
    },
    room: (lane, now) => memory.page && room(withNews(memory.page.state, news, now), lane, now),
  };
}
