/**
 * Sends a change so that it happens once, whatever dies in between: the intent is stored before, the outcome after, with
 * what is stored next; and an intent without outcome is looked for before anything is sent again.
 */
import type { Write } from "../domain/write.ts";
import { RequestError } from "../kit/request-error.ts";
import { inSpan } from "../kit/trace.ts";
import { subjectFacts } from "./subject-facts.ts";
import { keep, keepSettled, settle, type Turn, type WriteDeps } from "./turn.ts";

export interface WriteSpec<T> {
  round: number;
  key: string;
  intent: unknown;
  /** Sends it; null when it turned out not to be sendable and nothing was done. */
  send(): Promise<T | null>;
  /** Looks for its traces; null when there are none. Left out where sending twice does no harm. */
  find?(): Promise<T | null>;
}

/** Done, with the outcome; refused for good; or not done at all, because `send` answered null. */
export type WriteResult<T> = { kind: "done"; outcome: T } | { kind: "refused"; why: string } | { kind: "nothing" };

/**
 * What a vendor has stored may be invisible to look-ups for a moment (Gorgias contract 11.5), and what it was slow at may be
 * stored after we gave up: absence is believed so long after that.
 */
const SETTLE_MS = 3_000;

export function writeOnce<T>(deps: WriteDeps, turn: Turn, spec: WriteSpec<T>): Promise<WriteResult<T>> {
  const { round, key } = spec;
  // `note:comment:123` and `message:123` are many; what comes before the number is the kind.
  const facts = {
    ...subjectFacts(turn.connectionId, turn.subject),
    round,
    "write.kind": key.replace(/:[^:]*\d[^:]*/g, ""),
  };
  return inSpan({ name: "write", facts }, async (tell) => {
    const result = await performOnce(deps, turn, spec);
    tell({ result: result.kind });
    return result;
  });
}

async function performOnce<T>(deps: WriteDeps, turn: Turn, spec: WriteSpec<T>): Promise<WriteResult<T>> {
  const spentBefore = turn.desk.spent();
  const spent = () => turn.desk.spent() - spentBefore;
  const earlier = turn.writes.find((write) => write.round === spec.round && write.key === spec.key);
  if (earlier?.state === "intended" && spec.find) {
    const found = await spec.find();
    if (found !== null) return end(deps, turn, spec, { state: "done", outcome: found, requests: spent() });
    const wait = earlier.intendedAt + SETTLE_MS - deps.clock();
    if (wait > 0) throw new RequestError(`${spec.key}: looked for too early`, { fate: "later", retryAfterMs: wait });
  }
  await intend(deps, turn, spec);
  try {
    const outcome = earlier ? await spec.send() : await sendFirst(turn, spec);
    if (outcome !== null) return end(deps, turn, spec, { state: "done", outcome, requests: spent() });
    await withdraw(deps, turn, spec);
    return { kind: "nothing" };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.fate === "unknown") {
      // It may be at work on it still: from now on, not from when it was sent, is it waited for.
      if (spec.find) await intend(deps, turn, spec);
      throw error;
    }
    if (error.fate === "later" || isAboutCredential(error)) {
      await withdraw(deps, turn, spec);
      throw error;
    }
    return end(deps, turn, spec, { state: "refused", outcome: { why: error.message }, requests: spent() });
  }
}

/** Not sent before as far as we know, which may be less than what was done. */
async function sendFirst<T>(turn: Turn, spec: WriteSpec<T>): Promise<T | null> {
  const found = turn.cautious ? await spec.find?.() : null;
  return found ?? spec.send();
}

/** The write is well, we are not: it will be possible again once the connection is. */
function isAboutCredential(error: RequestError): boolean {
  return error.status === 401 || error.status === 403;
}

async function intend<T>(deps: WriteDeps, turn: Turn, { round, key, intent }: WriteSpec<T>): Promise<void> {
  // A row can be changed once in a statement.
  if (turn.unkept.some((write) => write.round === round && write.key === key)) await keepSettled(deps, turn);
  const now = deps.clock();
  const settled = [...turn.unkept];
  await deps.writes.intend(turn.connectionId, turn.subject, { round, key, intent }, now, settled);
  turn.unkept.splice(0, settled.length);
  keep(turn.writes, { round, key, intent, state: "intended", outcome: null, requests: 0, intendedAt: now });
}

async function withdraw<T>(deps: WriteDeps, turn: Turn, { round, key }: WriteSpec<T>): Promise<void> {
  await deps.writes.withdraw(turn.connectionId, turn.subject, { round, key });
  // In place: the turn's list is the dossier's.
  const index = turn.writes.findIndex((write) => write.round === round && write.key === key);
  if (index >= 0) turn.writes.splice(index, 1);
}

function end<T>(
  { clock }: WriteDeps,
  turn: Turn,
  { round, key, intent }: WriteSpec<T>,
  result: Pick<Write, "outcome" | "requests"> & { state: "done" | "refused" },
): WriteResult<T> {
  const earlier = turn.writes.find((write) => write.round === round && write.key === key);
  settle(turn, { round, key, intent: earlier?.intent ?? intent, at: clock(), ...result });
  if (result.state === "done") return { kind: "done", outcome: result.outcome as T };
  return { kind: "refused", why: (result.outcome as { why: string }).why };
}
