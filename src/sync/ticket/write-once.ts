/**
 * Sends a change so that it happens once, whatever dies in between: the intent is stored before, the outcome after, with
 * what is stored next; and an intent without outcome is looked for before anything is sent again.
 */
import { failureOf } from "../../domain/reasons/failure-of.ts";
import type { TicketState } from "../../domain/ports/help-desk.ts";
import type { Write } from "../../domain/write.ts";
import { isWrong } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";
import { inSpan } from "../../kit/trace.ts";
import { subjectFacts } from "../subject-facts.ts";
import { keep, keepSettled, settle, type Turn, type WriteDeps } from "../turn.ts";

/** One form in which a write may be sent. */
export interface Attempt<T> {
  intent: unknown;
  /**
   * Sends it; null when it turned out not to be sendable and nothing was done. `rejected`: how the form before was
   * rejected, null for the first.
   */
  send(rejected: RequestError | null): Promise<T | null>;
}

export interface WriteSpec<T> extends Attempt<T> {
  round: number;
  key: string;
  /** Looks for its traces, by the intent that was stored; null when there are none. Left out where sending twice does no harm. */
  find?(intent: unknown): Promise<T | null>;
  /** The same with less, each tried where those before were rejected (C18). A rejection means that nothing was done. */
  lesser?: readonly Attempt<T>[];
}

/** Done, with the outcome; refused until it is tried again; or not done at all, because `send` answered null. */
export type WriteResult<T> =
  { kind: "done"; outcome: T } | { kind: "refused"; why: string; error: RequestError } | { kind: "nothing" };

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
  const found = earlier?.state === "intended" ? await lookFor(deps, turn, spec, earlier) : null;
  if (found !== null) return done(deps, turn, spec, { outcome: found, requests: spent() });
  const forms = [spec, ...(spec.lesser ?? [])];
  let rejected: RequestError | null = null;
  for (const [index, { intent, send }] of forms.entries()) {
    const form = { ...spec, intent, send };
    await intend(deps, turn, form);
    try {
      const outcome = earlier || index > 0 ? await send(rejected) : await sendFirst(turn, form);
      if (outcome !== null) return done(deps, turn, form, { outcome, requests: spent() });
      await withdraw(deps, turn, form);
      return { kind: "nothing" };
    } catch (error) {
      rejected = await refusalOf(deps, turn, form, error);
      // Without permission less is seldom more: it is tried once.
      if (!mayBeAboutPart(rejected) || (index > 0 && rejected.status === 403)) break;
    }
  }
  return refused(deps, turn, spec, { error: rejected, requests: spent() });
}

async function lookFor<T>(deps: WriteDeps, turn: Turn, spec: WriteSpec<T>, earlier: Write): Promise<T | null> {
  if (!spec.find) return null;
  const found = await spec.find(earlier.intent);
  if (found !== null) return found;
  // Noted by a clock that was wrong: what it was sent at is not known, so the wait begins now.
  if (isWrong(earlier.intendedAt, deps.clock())) await intend(deps, turn, { ...spec, intent: earlier.intent });
  const wait = intendedAt(turn, spec) + SETTLE_MS - deps.clock();
  if (wait > 0)
    throw new RequestError(`${spec.key}: looked for too early`, {
      fate: "later",
      retryAfterMs: wait,
      obstacle: "answer_awaited",
    });
  return null;
}

/** The refusal; throws everything else, with the write in the state that is known of it. */
async function refusalOf<T>(deps: WriteDeps, turn: Turn, spec: WriteSpec<T>, error: unknown): Promise<RequestError> {
  if (!(error instanceof RequestError)) throw error;
  if (error.fate === "unknown") {
    // It may be at work on it still: from now on, not from when it was sent, is it waited for.
    if (spec.find) await intend(deps, turn, spec);
    throw error;
  }
  // The write is well, our credential is not: it will be possible again once the connection is.
  if (error.fate === "later" || error.status === 401) {
    await withdraw(deps, turn, spec);
    throw error;
  }
  return error;
}

/** One part of the request may be what was rejected. */
function mayBeAboutPart({ status }: RequestError): boolean {
  return status === 400 || status === 403 || status === 409 || status === 422;
}

function intendedAt<T>(turn: Turn, { round, key }: WriteSpec<T>): number {
  return turn.writes.find((write) => write.round === round && write.key === key)?.intendedAt ?? 0;
}

/** Not sent before as far as we know, which may be less than what was done. */
async function sendFirst<T>(turn: Turn, spec: WriteSpec<T>): Promise<T | null> {
  const found = turn.cautious ? await spec.find?.(spec.intent) : null;
  return found ?? spec.send(null);
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

/** Deletes the intent: the write can be begun again. */
export async function withdraw(
  deps: WriteDeps,
  turn: Turn,
  { round, key }: Pick<Write, "round" | "key">,
): Promise<void> {
  await deps.writes.withdraw(turn.connectionId, turn.subject, { round, key });
  // In place: the turn's list is the dossier's.
  const index = turn.writes.findIndex((write) => write.round === round && write.key === key);
  if (index >= 0) turn.writes.splice(index, 1);
}

function done<T>(
  { clock }: WriteDeps,
  turn: Turn,
  { round, key, intent }: WriteSpec<T>,
  result: { outcome: T; requests: number },
): WriteResult<T> {
  const earlier = turn.writes.find((write) => write.round === round && write.key === key);
  settle(turn, { round, key, intent: earlier?.intent ?? intent, state: "done", at: clock(), ...result });
  return { kind: "done", outcome: result.outcome };
}

function refused<T>(
  { clock }: WriteDeps,
  turn: Turn,
  { round, key, intent }: WriteSpec<T>,
  { error, requests }: { error: RequestError | null; requests: number },
): WriteResult<T> {
  if (!error) throw new Error(`${key}: it was neither done nor refused`);
  settle(turn, { round, key, intent, state: "refused", outcome: { reason: failureOf(error) }, requests, at: clock() });
  return { kind: "refused", why: error.message, error };
}

/** Refusals are of one run: the next one tries again what is still to be written. In place, for the list is the dossier's. */
export function forgetRefusals(writes: Write[], isTriedAgain: (write: Write) => boolean = () => true): void {
  const kept = writes.filter((write) => write.state !== "refused" || !isTriedAgain(write));
  writes.splice(0, writes.length, ...kept);
}

/** Which ticket is looked at, or written into. */
export interface SeenTicket {
  generation: number;
  ticketId: number;
}

/** The key is the one that the write is stored under. */
export interface IntoTicket extends SeenTicket {
  key: string;
}

/** Says that the ticket is not there to be written to, and that nothing was done. */
export type Elsewhere = (state: TicketState) => null;

export interface WriteInto<T> extends Pick<WriteSpec<T>, "intent" | "find"> {
  send(elsewhere: Elsewhere): Promise<T | null>;
  lesser?(elsewhere: Elsewhere): Attempt<T>[];
}

/** The state of a ticket that went away between the look and the write, else null. */
export async function writeInto<T>(
  deps: WriteDeps,
  turn: Turn,
  { generation, key }: IntoTicket,
  write: WriteInto<T>,
): Promise<TicketState | null> {
  let gone: TicketState | null = null;
  const elsewhere: Elsewhere = (state) => {
    gone = state;
    return null;
  };
  const lesser = write.lesser?.(elsewhere) ?? [];
  await writeOnce<T>(deps, turn, { round: generation, key, ...write, send: () => write.send(elsewhere), lesser });
  return gone;
}
