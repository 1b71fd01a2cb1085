/** The arithmetic against a bucket that behaves as the vendors document, whatever the order of answers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leak, newBucket, used, type Bucket } from "./bucket.ts";
import { learn } from "./learn.ts";
import { capacityOf, takePermit } from "./permits.ts";
import type { Permit } from "./port.ts";

const NOW = 1_760_000_000_000;
const GORGIAS = { limit: 80, windowMs: 40_000, learnsDrain: true };

interface Truth {
  limit: number;
  windowS: number;
}

interface Step {
  gapMs: number;
  /** How long the request travels, and then its answer, in ms. */
  thereMs: number;
  backMs: number;
  /** How many requests are made at this moment. */
  asks: number;
}

/** Requests permits as the steps say, on a vendor's bucket without other clients. Calls back at each answer. */
function simulate(
  { limit, windowS }: Truth,
  steps: readonly Step[],
  onAnswer: (ours: Bucket, answer: number | "rejected") => void,
) {
  let ours = newBucket(GORGIAS, 0, NOW);
  let theirs = { level: 0, at: NOW };
  const events: { at: number; happen(): void }[] = [];
  const plan = (at: number, happen: () => void) => void events.push({ at, happen });
  const arrive = (permit: Permit, at: number, backMs: number) => {
    const level = Math.max(0, theirs.level - ((at - theirs.at) / 1_000) * (limit / windowS));
    const fits = level + 1 <= limit + 1e-9;
    theirs = { level: fits ? level + 1 : level, at };
    const feedback = { limit, used: Math.ceil(theirs.level - 1e-9), at: at + backMs, permit };
    plan(at + backMs, () => {
      ours = learn(ours, fits ? feedback : { ...feedback, blockedForMs: 1_000 }, at + backMs);
      onAnswer(ours, fits ? feedback.used : "rejected");
    });
  };
  let now = NOW;
  for (const { gapMs, thereMs, backMs, asks } of steps) {
    now += gapMs;
    const at = now;
    plan(at, () => {
      for (let n = 0; n < asks; n += 1) {
        const taken = takePermit(ours, { priority: "card", waitedMs: 0 }, at);
        ours = taken.bucket;
        const { permit } = taken;
        if (permit) plan(at + thereMs + n, () => arrive(permit, at + thereMs + n, backMs));
      }
    });
  }
  while (events.length > 0) {
    const next = events.reduce((first, event) => (event.at < first.at ? event : first));
    events.splice(events.indexOf(next), 1);
    next.happen();
  }
  return ours;
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

describe("the rate limit", () => {
  it("L2: is never exceeded where no other app asks, whatever the order and the slowness of answers", () => {
    fc.assert(
      fc.property(truthArbitrary, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, (_, answer) => expect(answer).not.toBe("rejected"));
      }),
      { numRuns: 150 },
    );
  });

  it("L1: never expects a drain that is faster than the real one", () => {
    const drains = fc.record({ limit: fc.constant(80), windowS: fc.integer({ min: 8, max: 40 }) });
    fc.assert(
      fc.property(drains, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, ({ drainPerS }) => {
          // A proof near to a known window counts as that window.
          expect(drainPerS).toBeLessThanOrEqual(Math.max(2, truth.limit / truth.windowS / 0.9 + 1e-6));
        });
      }),
      { numRuns: 100 },
    );
  });

  it("L2: never takes the bucket for emptier than the last answer says", () => {
    fc.assert(
      fc.property(truthArbitrary, stepsArbitrary, (truth, steps) => {
        simulate(truth, steps, (ours, answer) => {
          const least = answer === "rejected" ? truth.limit : answer;
          expect(used(leak(ours, ours.levelAt))).toBeGreaterThanOrEqual(least);
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
    const bucket = simulate(truth, steps, () => undefined);
    expect(bucket).toMatchObject({ limit: truth.limit, drainPerS: perS });
  });

  it("says how many could go just as many as go", () => {
    fc.assert(
      fc.property(fc.nat(79), fc.nat(40_000), fc.nat(7), (level, laterMs, inFlight) => {
        const bucket = { ...newBucket(GORGIAS, 10, NOW), level, answeredAt: NOW, inFlight: Array(inFlight).fill(NOW) };
        const now = NOW + laterMs;
        let went = 0;
        for (let next: Bucket = bucket; went <= bucket.limit; went += 1) {
          const taken = takePermit(next, { priority: "message", waitedMs: 0 }, now);
          if (!taken.permit) break;
          next = taken.bucket;
        }
        expect(capacityOf(bucket, "message", now)).toBe(went);
      }),
    );
  });
});
