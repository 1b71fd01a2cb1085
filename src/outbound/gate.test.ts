/** The gate, before a budget that answers what a test wants. */
import { describe, expect, it } from "vitest";
import { createGate, type BudgetNews, type BudgetStore } from "./gate.ts";

/** A gate whose budget answers these waits, one after the other; time passes by sleeping only. */
function gateWith(waits: number[], patienceMs = 1_000) {
  let now = 5_000;
  const taken: [string, string, number][] = [];
  const learned: [string, string, BudgetNews, number][] = [];
  const slept: number[] = [];
  const budgets: BudgetStore = {
    async take(connectionId, vendor, at) {
      taken.push([connectionId, vendor, at]);
      return waits.shift() ?? 0;
    },
    async learn(connectionId, vendor, told, at) {
      learned.push([connectionId, vendor, told, at]);
    },
  };
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms;
  };
  return { gate: createGate({ budgets, clock: () => now, sleep, patienceMs }), taken, learned, slept };
}

describe("the gate", () => {
  it("L2: lets a request pass that the budget has room for", async () => {
    const { gate, taken, slept } = gateWith([0]);
    await gate.pass("c1", "gorgias", "live call", false);
    expect(taken).toEqual([["c1", "gorgias", 5_000]]);
    expect(slept).toEqual([]);
  });

  it("L2: waits as long as it is told, and asks again until there is room", async () => {
    const { gate, taken, slept } = gateWith([300, 1_000, 0]);
    await gate.pass("c1", "aircall", "live call", false);
    expect(slept).toEqual([300, 1_000]);
    expect(taken.map(([, , at]) => at)).toEqual([5_000, 5_300, 6_300]);
  });

  it("L4: puts the work aside when the wait is longer than its patience", async () => {
    const { gate, taken, slept } = gateWith([1_001]);
    await expect(gate.pass("c1", "gorgias", "catch-up", false)).rejects.toMatchObject({
      name: "RequestError",
      fate: "later",
      retryAfterMs: 1_001,
      message: "the gorgias budget is spent for 2 s",
    });
    expect([taken.length, slept]).toEqual([1, []]);
  });

  it("L4: waits longer for work that has begun, and for that too not without end", async () => {
    const patient = gateWith([20_000, 0]);
    await patient.gate.pass("c1", "gorgias", "live call", true);
    expect(patient.slept).toEqual([20_000]);
    const { gate, slept } = gateWith([20_001]);
    await expect(gate.pass("c1", "gorgias", "live call", true)).rejects.toMatchObject({
      fate: "later",
      retryAfterMs: 20_001,
    });
    expect(slept).toEqual([]);
  });

  it("L1: passes on what an answer said of the budget, with the time", async () => {
    const { gate, learned } = gateWith([]);
    await gate.report("c1", "gorgias", { limit: 80, used: 3 });
    expect(learned).toEqual([["c1", "gorgias", { limit: 80, used: 3 }, 5_000]]);
  });
});
