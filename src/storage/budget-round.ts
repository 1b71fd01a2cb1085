/** One round of a budget: everything that was asked and told on a node in one go, settled with one statement, or none. */
import { ceilingOf, type Ask } from "../domain/budget/lanes.ts";
import { learn } from "../domain/budget/learn.ts";
import type { News } from "../domain/budget/news.ts";
import type { BudgetState, Passage } from "../domain/budget/state.ts";
import { take } from "../domain/budget/take.ts";
import type { BudgetPage, BudgetRow, Figures, Spending } from "./budget-row.ts";

export type Decision = { waitMs: 0; passage: Passage } | { waitMs: number; passage: null };

export interface Waiting {
  ask: Ask;
  now: number;
  decide(decision: Decision): void;
  fail(error: unknown): void;
}

export interface Round {
  asks: readonly Waiting[];
  news: readonly News[];
  now: number;
  /** The news cannot wait. */
  urgent: boolean;
}

/** What a node keeps from one round to the next. */
export interface RoundMemory {
  /** The row as it was last seen. */
  page: BudgetPage | null;
  /** When old figures were last forgotten. */
  forgottenAt: number;
}

/** What was seen of the row this long ago is good enough to be told to wait by, never to go by. */
const FRESH_FOR_MS = 1_000;
const HOUR_MS = 3_600_000;
const KEEP_HOURS = 48;

/** Decides every ask; answers the news that no other node was told. */
export async function settleRound(row: BudgetRow, memory: RoundMemory, round: Round): Promise<readonly News[]> {
  const { news, now, urgent } = round;
  for (;;) {
    const page = (memory.page ??= await row.read(now));
    const { state, decided, passages } = decideAll(round, page.state);
    const write = passages.length > 0 || (urgent && news.length > 0);
    if (write) {
      const { done, page: seen } = await row.replace(page, state, figuresOf(memory, passages, round));
      // Where two nodes wrote at the same moment, what is seen may be the row before both: then it is read anew.
      memory.page = done || seen.version !== page.version ? seen : null;
      if (!done) continue;
    } else if (Math.abs(now - page.seenAt) >= FRESH_FOR_MS) {
      memory.page = null;
      continue;
    }
    for (const { waiting, decision } of decided) waiting.decide(decision);
    return write ? [] : news;
  }
}

/** The state once these answers are learned of. */
export function withNews(state: BudgetState, news: readonly News[], now: number): BudgetState {
  return news.reduce((before, item) => learn(before, item, now), state);
}

/** In the order of the lanes; who has to wait, waits behind those before. */
function decideAll({ asks, news, now }: Round, known: BudgetState) {
  let state = withNews(known, news, now);
  let ahead = 0;
  const passages: Passage[] = [];
  const decided: { waiting: Waiting; decision: Decision }[] = [];
  const ordered = asks
    .map((waiting) => ({ waiting, ceiling: ceilingOf(state, waiting.ask, now) }))
    .sort((a, b) => b.ceiling - a.ceiling);
  for (const { waiting } of ordered) {
    const { state: next, ...decision } = take(state, waiting.ask, waiting.now, ahead);
    state = next;
    if (decision.passage) passages.push(decision.passage);
    else ahead += 1;
    decided.push({ waiting, decision });
  }
  return { state, decided, passages };
}

/** Old figures are forgotten once an hour, in passing. */
function figuresOf(memory: RoundMemory, passages: readonly Passage[], round: Round): Figures {
  const { now } = round;
  const forget = now - memory.forgottenAt >= HOUR_MS;
  if (forget) memory.forgottenAt = now;
  return { now, spending: spendingOf(passages, round), forgetBefore: forget ? now - KEEP_HOURS * HOUR_MS : null };
}

function spendingOf(passages: readonly Passage[], { news }: Round): Spending[] {
  const byKey = new Map<string, Spending>();
  const add = (at: number, lane: string, requests: number, refused: number) => {
    const minute = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
    const sum = byKey.get(minute + lane) ?? { minute, lane, requests: 0, refused: 0 };
    byKey.set(minute + lane, { ...sum, requests: sum.requests + requests, refused: sum.refused + refused });
  };
  for (const { takenAt, lane } of passages) add(takenAt, lane, 1, 0);
  for (const { blockedForMs, at, passage } of news) {
    if (blockedForMs !== undefined && passage) add(at, passage.lane, 0, 1);
  }
  return [...byKey.values()];
}
