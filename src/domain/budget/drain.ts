/**
 * How fast the bucket drains, by proof. Between two answers it lost what it held at the first and what we added, less
 * what it held at the second. Each figure is taken from the side that makes this less: of our own requests only those
 * count that must lie between. What others add makes it less too. So what comes out is never more than the truth.
 */
import type { News } from "./news.ts";
import type { BudgetState } from "./state.ts";

/** Windows, in seconds, in which a whole limit drains (Gorgias contract 11.3, seed). */
const WINDOWS_S = [40, 20, 10];
/** A proof that comes this near to one of them is taken for it: it falls short by what was in flight. */
const NEAR = 0.9;
/** Nobody's bucket drains in less; what looks like it is another kind of counting. */
const SHORTEST_WINDOW_S = 5;
/** Shorter spans measure clocks rather than drains. */
const SHORTEST_PROOF_MS = 2_000;
/** After that the proof begins anew, to see what has changed. */
const LONGEST_PROOF_MS = 30_000;
/** What is left of the believed drain after a refusal that nothing explains. */
const DISTRUST = 0.75;
/** The slowest that is ever believed, as the window in which the limit drains. */
const LONGEST_WINDOW_S = 300;

/** Expects that the answer is counted in `state` already. */
export function proveDrain(state: BudgetState, { used, at, passage }: News): BudgetState {
  if (!state.learnsDrain || used === undefined || !passage) return state;
  const { anchor, counted, inFlight } = state;
  // The header rounds up.
  const here = { at: passage.takenAt, level: used - 1, sent: counted + inFlight.length };
  if (!anchor) return { ...state, anchor: here };
  const spanMs = at - anchor.at;
  const between = passage.counted - anchor.sent + 1;
  const provedPerS = ((anchor.level - used + between) / spanMs) * 1_000;
  const drainPerS =
    spanMs < SHORTEST_PROOF_MS ? state.drainPerS : Math.max(state.drainPerS, round(provedPerS, state.limit));
  // From a later answer that leaves more to explain every later proof is stronger.
  const stronger = here.level - here.sent >= anchor.level - anchor.sent;
  const next = stronger || spanMs > LONGEST_PROOF_MS || spanMs < 0 ? here : anchor;
  return { ...state, drainPerS, anchor: next };
}

/** Others may have filled the bucket, or it drains more slowly than believed: nobody can tell, so the proof begins anew. */
export function distrustDrain(state: BudgetState): BudgetState {
  if (!state.learnsDrain) return state;
  const slowest = state.limit / LONGEST_WINDOW_S;
  return { ...state, drainPerS: Math.max(slowest, state.drainPerS * DISTRUST), anchor: null };
}

function round(provedPerS: number, limit: number): number {
  const known = WINDOWS_S.map((windowS) => limit / windowS).find(
    (perS) => provedPerS <= perS && provedPerS >= perS * NEAR,
  );
  return Math.min(known ?? provedPerS, limit / SHORTEST_WINDOW_S);
}
