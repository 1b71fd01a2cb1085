/** The gate, before a budget that answers what a test wants. */
import { describe, expect, it } from "vitest";
import { createGate, type BudgetNews, type BudgetStore, type Passage } from "./gate.ts";

const FRESH = { lane: "live call", begun: false };
const BEGUN = { lane: "live call", begun: true };

/** A gate whose budget answers these waits, one after the other; time passes by sleeping only. */
function gateWith(waits: number[], patienceMs = 1_000) {
  let now = 5_000;
  const taken: [string, string, { lane: string; waitedMs: number }, number][] = [];
  const learned: [string, string, BudgetNews, number][] = [];
  const slept: number[] = [];
  const budgets: BudgetStore = {
    async take(connectionId, vendor, ask, at) {
      taken.push([connectionId, vendor, ask, at]);
      const waitMs = waits.shift() ?? 0;
      return { waitMs, passage: waitMs > 0 ? null : { takenAt: at, lane: ask.lane, counted: 0 } };
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
  it("L2: lets a request pass that the budget has room for, in its lane", async () => {
    const { gate, taken, slept } = gateWith([0]);
    expect(await gate.pass("c1", "gorgias", FRESH)).toEqual({ takenAt: 5_000, lane: "live call", counted: 0 });
    expect(taken).toEqual([["c1", "gorgias", { lane: "live call", waitedMs: 0 }, 5_000]]);
    expect(slept).toEqual([]);
  });

  it("L2: waits as long as it is told, and asks again on the way, for answers to others may make room", async () => {
    const { gate, taken, slept } = gateWith([300, 1_000, 500, 0]);
    await gate.pass("c1", "aircall", FRESH);
    expect(slept).toEqual([300, 500, 500]);
    expect(taken.map(([, , , at]) => at)).toEqual([5_000, 5_300, 5_800, 6_300]);
  });

  it("L3: tells how long the work has been waiting, before it came and here", async () => {
    const { gate, taken } = gateWith([300, 0]);
    await gate.pass("c1", "gorgias", { ...FRESH, waitedMs: 7_000 });
    expect(taken.map(([, , { waitedMs }]) => waitedMs)).toEqual([7_000, 7_300]);
  });

  it("L4: puts the work aside when the wait is longer than its patience", async () => {
    const { gate, taken, slept } = gateWith([1_001]);
    await expect(gate.pass("c1", "gorgias", { lane: "catch-up", begun: false })).rejects.toMatchObject({
      name: "RequestError",
      fate: "later",
      retryAfterMs: 1_001,
      message: "the gorgias budget is spent for 2 s",
    });
    expect([taken.length, slept]).toEqual([1, []]);
  });

  it("L4: waits longer for work that has begun, and for that too not without end", async () => {
    const patient = gateWith([20_000, 0]);
    await patient.gate.pass("c1", "gorgias", BEGUN);
    expect(patient.slept).toEqual([500]);
    const { gate, slept } = gateWith([20_001]);
    await expect(gate.pass("c1", "gorgias", BEGUN)).rejects.toMatchObject({ fate: "later", retryAfterMs: 20_001 });
    expect(slept).toEqual([]);
  });

  it("I2: has a card ask on where the wait is long, for what other nodes heard may show room, and for that not without end", async () => {
    const card = { lane: "card", begun: false };
    const { gate, slept } = gateWith([14_000, 13_500, 0]);
    await gate.pass("c1", "gorgias", card);
    expect(slept).toEqual([500, 500]);
    const blocked = gateWith(Array.from({ length: 9 }, () => 30_000));
    await expect(blocked.gate.pass("c1", "gorgias", card)).rejects.toMatchObject({ fate: "later", noRoom: true });
    expect(blocked.slept).toEqual([500, 500, 500, 500, 500]);
  });

  it("L1: passes on what an answer said of the budget, with the request it answers and the time", async () => {
    const { gate, learned } = gateWith([]);
    const passage: Passage = { takenAt: 4_000, lane: "card", counted: 2 };
    await gate.report("c1", "gorgias", { limit: 80, used: 3 }, passage);
    expect(learned).toEqual([["c1", "gorgias", { limit: 80, used: 3, passage }, 5_000]]);
  });
});
