/** What is believed of a vendor's bucket: how much it holds, how fast it drains, how full it is (L1). */

/** What is believed until an answer says otherwise. */
const BELIEFS = {
  /** 80 requests a window of 40 s is the slowest that anybody names (Gorgias contract 11.3). */
  gorgias: { limit: 80, windowS: 40, learnsDrain: true },
  /** Counted by the minute, so that how `used` falls tells nothing of a drain (Aircall contract 8.1). */
  aircall: { limit: 60, windowS: 60, learnsDrain: false },
} as const;

export type BudgetVendor = keyof typeof BELIEFS;

/** One bucket. All times are epoch ms. */
export interface BudgetState {
  /** Requests that the bucket holds. */
  limit: number;
  drainPerS: number;
  /** Whether answers may teach another drain. */
  learnsDrain: boolean;
  /** Left to the shop's other apps (L2). */
  sharePercent: number;
  /** Requests in the bucket at `levelAt`, as far as answers told; what is in flight comes on top. */
  level: number;
  levelAt: number;
  /** When each request left that has no answer yet: until then nobody knows whether it is in the bucket. */
  inFlight: readonly number[];
  /** The latest answer. */
  heardAt: number | null;
  /** The vendor wants silence until then (L4). */
  blockedUntil: number | null;
  /** The first refusal (429) since the latest answer that was none (L5). */
  refusedSince: number | null;
  /** Requests of ours that the vendor has counted, since ever. */
  counted: number;
  anchor: Anchor | null;
  /** When a lane was last let through. */
  grantedAt: Readonly<Record<string, number>>;
}

/** An answer from which the drain is measured. */
interface Anchor {
  /** When its request left. */
  at: number;
  /** The bucket held more than this when the request was counted. */
  level: number;
  /** Requests of ours that may be in that level: all that had left when the answer was learned of. */
  sent: number;
}

/** What a request that was let through takes along, to be given back with its answer. */
export interface Passage {
  takenAt: number;
  lane: string;
  /** `counted` of the state that let it through. */
  counted: number;
}

export function newBudget(vendor: BudgetVendor, sharePercent: number, now: number): BudgetState {
  const { limit, windowS, learnsDrain } = BELIEFS[vendor];
  return {
    limit,
    drainPerS: limit / windowS,
    learnsDrain,
    sharePercent,
    level: 0,
    levelAt: now,
    inFlight: [],
    heardAt: null,
    blockedUntil: null,
    refusedSince: null,
    counted: 0,
    anchor: null,
    grantedAt: {},
  };
}

/** A request that is still without an answer by then broke, or its node died. Longer than a request may take. */
const LOST_AFTER_MS = 35_000;

/** Clocks of two nodes differ by less; a moment further ahead was told by a clock that was wrong. */
const MOST_AHEAD_MS = 30_000;
/** The longest silence that is taken for meant (outbound/retry-after.ts). */
export const LONGEST_SILENCE_MS = 15 * 60_000;

/** No bucket holds more than this many limits. A version before may have stored what an answer claimed. */
const FULLEST = 2;

/** The bucket by now. A clock that goes back a little drains nothing. */
export function leak(before: BudgetState, now: number): BudgetState {
  const state = withoutWrongMoments(before, now + MOST_AHEAD_MS, now);
  const drained = (Math.max(0, now - state.levelAt) / 1_000) * state.drainPerS;
  return {
    ...state,
    level: Math.max(0, Math.min(state.level, state.limit * FULLEST) - drained),
    levelAt: Math.max(state.levelAt, now),
    inFlight: state.inFlight.filter((leftAt) => leftAt > now - LOST_AFTER_MS),
  };
}

/** A clock that was far ahead would else hold everything up until that time has come. */
function withoutWrongMoments(state: BudgetState, latest: number, now: number): BudgetState {
  const { levelAt, inFlight, heardAt, blockedUntil, refusedSince, grantedAt } = state;
  return {
    ...state,
    levelAt: levelAt > latest ? now : levelAt,
    inFlight: inFlight.filter((leftAt) => leftAt <= latest),
    heardAt: heardAt !== null && heardAt > latest ? null : heardAt,
    blockedUntil: blockedUntil !== null && blockedUntil > latest + LONGEST_SILENCE_MS ? null : blockedUntil,
    refusedSince: refusedSince !== null && refusedSince > latest ? now : refusedSince,
    grantedAt: Object.fromEntries(Object.entries(grantedAt).filter(([, at]) => at <= latest)),
  };
}

/** Requests that may be in the bucket now; never fewer than there are, as far as answers told. */
export function used(state: BudgetState, now: number): number {
  const { level, inFlight } = leak(state, now);
  return level + inFlight.length;
}
