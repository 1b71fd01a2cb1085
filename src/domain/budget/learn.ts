/** What an answer teaches: the limit, how full the bucket is, how fast it drains, that we must wait (L1, L4). */
import { distrustDrain, proveDrain } from "./drain.ts";
import type { News } from "./news.ts";
import { leak, type BudgetState } from "./state.ts";

export function learn(before: BudgetState, news: News, now: number): BudgetState {
  const leaked = leak(before, Math.max(now, news.at));
  const landed = { ...leaked, inFlight: without(leaked.inFlight, news.passage?.takenAt), heardAt: news.at };
  const limited = followLimit(landed, news.limit);
  if (news.blockedForMs !== undefined) return refused(leaked, limited, news, news.blockedForMs);
  const counted = { ...fill(limited, news), counted: limited.counted + 1 };
  const over = before.refusedSince !== null && news.at >= before.refusedSince;
  return proveDrain(over ? { ...counted, refusedSince: null } : counted, news);
}

/** A limit that nobody could work with is none. */
const MOST = 100_000;

/** A vendor that allows more or less lets as much go in the same time. */
function followLimit(state: BudgetState, limit = state.limit): BudgetState {
  if (limit === state.limit || !(limit >= 1 && limit <= MOST)) return state;
  return { ...state, limit, drainPerS: (state.drainPerS * limit) / state.limit, anchor: null };
}

/** The vendor's own count is believed as of the moment it was told. Where there is none, ours goes up by this request. */
function fill(state: BudgetState, { used, at }: News): BudgetState {
  if (used === undefined) return { ...state, level: state.level + 1 };
  const drained = (Math.max(0, state.levelAt - at) / 1_000) * state.drainPerS;
  return { ...state, level: Math.max(state.level, used - drained) };
}

/** A refusal says that the bucket is full, whatever we believed. It counts nowhere itself. */
function refused(believed: BudgetState, state: BudgetState, news: News, blockedForMs: number): BudgetState {
  const { limit } = state;
  const used = news.used ?? limit;
  const unexpected =
    believed.refusedSince === null && believed.level + believed.inFlight.length < limit - 1 && used >= limit - 1;
  const full = fill(unexpected ? distrustDrain(state) : state, { ...news, used });
  return {
    ...full,
    blockedUntil: Math.max(state.blockedUntil ?? 0, news.at + blockedForMs),
    refusedSince: Math.min(state.refusedSince ?? news.at, news.at),
  };
}

function without(inFlight: readonly number[], takenAt: number | undefined): readonly number[] {
  const index = takenAt === undefined ? 0 : inFlight.indexOf(takenAt);
  return index === -1 ? inFlight : inFlight.toSpliced(index, 1);
}
