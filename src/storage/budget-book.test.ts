import { expect, it } from "vitest";
import { newBudget, type BudgetState } from "../domain/budget/state.ts";
import { openBook } from "./budget-book.ts";
import type { BudgetPage, BudgetRow } from "./budget-row.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
const ASK = { lane: "card", waitedMs: 0 };
const REFUSED = { at: NOW, blockedForMs: 5_000 };

/** A row whose answers come when the test lets them. */
function heldRow() {
  let page: BudgetPage = { state: newBudget("gorgias", 0, NOW), version: 0, seenAt: NOW };
  const held: PromiseWithResolvers<void>[] = [];
  const hold = () => {
    const answer = Promise.withResolvers<void>();
    held.push(answer);
    return answer.promise;
  };
  const row: BudgetRow = {
    async read() {
      await hold();
      return page;
    },
    async replace(_seen, state: BudgetState) {
      await hold();
      page = { state, version: page.version + 1, seenAt: NOW };
      return { done: true, page };
    },
  };
  /** Lets the question that is under way end, once there is one. */
  const end = async (error?: Error) => {
    while (held.length === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
    const answer = held.shift();
    if (error) answer?.reject(error);
    else answer?.resolve();
  };
  return { row, end };
}

const never = () => undefined;
const AWAY = new Error("the database is away");

it("decides an ask that came while something else could not be told", async () => {
  const { row, end } = heldRow();
  const book = openBook(row, never);
  const told = Promise.allSettled([book.learn(REFUSED)]);
  await new Promise<void>((resolve) => void setImmediate(resolve));
  const taken = book.take(ASK, NOW);
  await end(AWAY);
  expect(await told).toMatchObject([{ status: "rejected", reason: AWAY }]);
  await end();
  // What could not be told is known here all the same.
  expect(await taken).toMatchObject({ waitMs: 5_000, passage: null });
});

it("says that a refusal was not told, also where it went along with an ask", async () => {
  const { row, end } = heldRow();
  const book = openBook(row, never);
  const all = Promise.allSettled([book.take(ASK, NOW), book.learn(REFUSED)]);
  await end(AWAY);
  expect(await all).toMatchObject([
    { status: "rejected", reason: AWAY },
    { status: "rejected", reason: AWAY },
  ]);
});
