/** The budget's arithmetic against a bucket that behaves as the vendors say, whatever the order of answers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learn } from "./learn.ts";
import { newBudget, used, type BudgetState, type Passage } from "./state.ts";
import { room, take } from "./take.ts";

const NOW = 1_760_000_000_000;

interface Truth {
  limit: number;
  windowS: number;
}

interface Step {
  gapMs: number;
  /** How long the request is on its way, and the answer. */
  thereMs: number;
  backMs: number;
  /** How many ask at this moment. */
  asks: number;
}

/** Asks as the steps say, on a bucket of the vendor's that nobody else uses. Calls back at each answer. */
function simulate(
  { limit, windowS }: Truth,
  steps: readonly Step[],
  onAnswer: (state: BudgetState, told: number | "refused") => void,
) {
  let state = newBudget("gorgias", 0, NOW);
  let bucket = { level: 0, at: NOW };
  const events: { at: number; happen(): void }[] = [];
  const plan = (at: number, happen: () => void) => void events.push({ at, happen });
  const arrive = (passage: Passage, at: number, backMs: number) => {
    const level = Math.max(0, bucket.level - ((at - bucket.at) / 1_000) * (limit / windowS));
    const fits = level + 1 <= limit + 1e-9;
    bucket = { level: fits ? level + 1 : level, at };
    const told = { limit, used: Math.ceil(bucket.level - 1e-9), at: at + backMs, passage };
    plan(at + backMs, () => {
      state = learn(state, fits ? told : { ...told, blockedForMs: 1_000 }, at + backMs);
      onAnswer(state, fits ? told.used : "refused");
    });
  };
  let now = NOW;
  for (const { gapMs, thereMs, backMs, asks } of steps) {
    now += gapMs;
    const at = now;
    plan(at, () => {
      for (let n = 0; n < asks; n += 1) {
        const taken = take(state, { lane: "card", waitedMs: 0 }, at);
        ({ state } = taken);
        const { passage } = taken;
        if (passage) plan(at + thereMs + n, () => arrive(passage, at + thereMs + n, backMs));
      }
    });
  }
  while (events.length > 0) {
    const next = events.reduce((first, event) => (event.at < first.at ? event : first));
    events.splice(events.indexOf(next), 1);
    next.happen();
  }
  return state;
}

const stepsArbitrary = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 30_000 })),
    thereMs: fc.integer({ min: 1, max: 900 }),
    backMs: fc.integer({ min: 1, max: 900 }),
    asks: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 100 })),
  }),
  { minLength: 20, maxLength: 120 },
);
const truthArbitrary = fc.constantFrom<Truth>(
  { limit: 80, windowS: 40 },
  { limit: 80, windowS: 20 },
  { limit: 80, windowS: 10 },
  { limit: 40, windowS: 20 },
  { limit: 40, windowS: 40 },
);

describe("the budget", () => {
  it("L2: is never refused where nobody else asks, whatever the order and the slowness of answers", () => {
    fc.assert(
      fc.property(truthArbitrary, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, (_, told) => expect(told).not.toBe("refused"));
      }),
      { numRuns: 150 },
    );
  });

  it("L1: never believes a drain that is quicker than the truth", () => {
    const drains = fc.record({ limit: fc.constant(80), windowS: fc.integer({ min: 8, max: 40 }) });
    fc.assert(
      fc.property(drains, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, ({ drainPerS }) => {
          // A proof that is near to a known window is taken for it.
          expect(drainPerS).toBeLessThanOrEqual(Math.max(2, truth.limit / truth.windowS / 0.9 + 1e-6));
        });
      }),
      { numRuns: 100 },
    );
  });

  it("L2: never believes the bucket emptier than the answer that came last", () => {
    fc.assert(
      fc.property(truthArbitrary, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, (state, told) => {
          const least = told === "refused" ? truth.limit : told;
          expect(used(state, state.levelAt)).toBeGreaterThanOrEqual(least);
        });
      }),
      { numRuns: 50 },
    );
  });

  it.each<Truth>([
    { limit: 80, windowS: 20 },
    { limit: 80, windowS: 10 },
    { limit: 40, windowS: 20 },
  ])("L1: learns a drain of $limit in $windowS s within 15 s of steady work", (truth) => {
    const perS = truth.limit / truth.windowS;
    const steps = Array.from({ length: 15 * 20 }, () => ({ gapMs: 50, thereMs: 60, backMs: 60, asks: 1 }));
    const state = simulate(truth, steps, () => undefined);
    expect(state).toMatchObject({ limit: truth.limit, drainPerS: perS });
  });

  it("says how many could go just as many as go", () => {
    fc.assert(
      fc.property(fc.nat(79), fc.nat(40_000), fc.nat(7), (level, laterMs, inFlight) => {
        const state = { ...newBudget("gorgias", 10, NOW), level, heardAt: NOW, inFlight: Array(inFlight).fill(NOW) };
        const now = NOW + laterMs;
        let went = 0;
        for (let next: BudgetState = state; went <= state.limit; went += 1) {
          const taken = take(next, { lane: "message", waitedMs: 0 }, now);
          if (!taken.passage) break;
          next = taken.state;
        }
        expect(room(state, "message", now)).toBe(went);
      }),
    );
  });
});
