/** Whether a request may go now, and if not, when (L2, L3, L4). */
import { ceilingOf, type Ask } from "./lanes.ts";
import { leak, type BudgetState, type Passage } from "./state.ts";

export type Taken =
  { state: BudgetState; waitMs: 0; passage: Passage } | { state: BudgetState; waitMs: number; passage: null };

/** A belief that no answer confirmed for this long may be wrong: others spend too, and limits change. */
const STALE_AFTER_MS = 10_000;
/** So many requests may go on a stale belief, until one of them is answered. */
const MOST_ON_TRUST = 8;
/** An answer should be there by then. */
const ANSWERED_IN_MS = 250;
/** What floating point leaves behind. */
const DUST = 1e-9;

/** `ahead`: how many others were told to wait for the same room just before. */
export function take(before: BudgetState, ask: Ask, now: number, ahead = 0): Taken {
  const state = leak(before, now);
  const waitMs = waitOf(state, ask, now, ahead);
  if (waitMs > 0) return { state, waitMs, passage: null };
  return {
    state: {
      ...state,
      inFlight: [...state.inFlight, now],
      grantedAt: { ...state.grantedAt, [ask.lane]: now },
    },
    waitMs: 0,
    passage: { takenAt: now, lane: ask.lane, counted: state.counted },
  };
}

/** How many requests of a lane could go now. */
export function room(before: BudgetState, lane: string, now: number): number {
  const state = leak(before, now);
  if (blockedMs(state, now) > 0) return 0;
  const inFlight = state.inFlight.length;
  const free = Math.floor(ceilingOf(state, { lane, waitedMs: 0 }, now) - state.level - inFlight + DUST);
  return Math.max(0, isStale(state, now) ? Math.min(free, MOST_ON_TRUST - inFlight) : free);
}

function waitOf(state: BudgetState, ask: Ask, now: number, ahead: number): number {
  const over = state.level + state.inFlight.length + 1 - ceilingOf(state, ask, now);
  const unsure = isStale(state, now) && state.inFlight.length >= MOST_ON_TRUST;
  return Math.max(
    blockedMs(state, now),
    unsure ? ANSWERED_IN_MS : 0,
    over > DUST ? Math.max(1, Math.ceil(((over + ahead) / state.drainPerS) * 1_000 - DUST)) : 0,
  );
}

function blockedMs({ blockedUntil }: BudgetState, now: number): number {
  return Math.max(0, (blockedUntil ?? now) - now);
}

function isStale({ heardAt }: BudgetState, now: number): boolean {
  return heardAt === null || now - heardAt > STALE_AFTER_MS;
}
