/** What an answer teaches: the limit, how full the bucket is, how fast it drains, that we must wait (L1, L4). */
import { distrustDrain, proveDrain } from "./drain.ts";
import type { News } from "./news.ts";
import { leak, LONGEST_SILENCE_MS, type BudgetState } from "./state.ts";

export function learn(before: BudgetState, told: News, now: number): BudgetState {
  const news = believable(told, before.limit);
  const leaked = leak(before, Math.max(now, news.at));
  const landed = { ...leaked, inFlight: without(leaked.inFlight, news.passage?.takenAt), heardAt: news.at };
  const limited = followLimit(landed, news.limit);
  if (news.blockedForMs !== undefined) return refused(leaked, limited, news, news.blockedForMs);
  const counted = { ...fill(limited, news), counted: limited.counted + 1 };
  const over = before.refusedSince !== null && news.at >= before.refusedSince;
  return proveDrain(over ? { ...counted, refusedSince: null } : counted, news);
}

/** A hundred times what any vendor documents. */
const MOST = 10_000;
/** A bucket may be told a little over its limit. Far above, the figure is about something else. */
const MOST_OVER = 2;
/** A refusal that does not say for how long. */
const UNTOLD_SILENCE_MS = 10_000;

/** Without the figures that cannot be true: they teach nothing, neither alone nor in company (L1). */
function believable({ limit, used, blockedForMs, ...news }: News, limitBefore: number): News {
  const told = { ...(limit === undefined ? {} : { limit }), ...(used === undefined ? {} : { used }) };
  const figures = isBelievable(limit ?? limitBefore, used ?? 0) ? told : {};
  if (blockedForMs === undefined) return { ...news, ...figures };
  const isWait = Number.isFinite(blockedForMs) && blockedForMs >= 0;
  return { ...news, ...figures, blockedForMs: isWait ? Math.min(blockedForMs, LONGEST_SILENCE_MS) : UNTOLD_SILENCE_MS };
}

function isBelievable(limit: number, used: number): boolean {
  const isLimit = Number.isInteger(limit) && limit >= 1 && limit <= MOST;
  return isLimit && Number.isInteger(used) && used >= 0 && used <= limit * MOST_OVER;
}

/** A vendor that allows more or less lets as much go in the same time. */
function followLimit(state: BudgetState, limit = state.limit): BudgetState {
  if (limit === state.limit) return state;
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
