/**
 * Sends a change exactly once, even if the process dies in between. Stores the intent before sending. Stores the
 * outcome with the next stored data. Looks for an intent without outcome before it sends anything again.
 */
import { failureOf } from "../../domain/reasons/failure-of.ts";
import type { TicketState } from "../../domain/ports/help-desk.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { isWrong } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";
import { inSpan } from "../../kit/trace.ts";
import { activityFacts } from "../../domain/activity/work-item.ts";
import { putWrite, saveCompleted, complete, type Run, type WriteDeps } from "../run.ts";

/** One form of a write. */
export interface Attempt<T> {
  intent: unknown;
  /**
   * Sends it. Null if it turned out that it cannot be sent, and nothing was done. `rejected` is the rejection of the
   * form before, null for the first form.
   */
  send(rejected: RequestError | null): Promise<T | null>;
}

export interface WriteSpec<T> extends Attempt<T> {
  generation: number;
  key: string;
  /** Looks for the result of a stored intent. Null if there is none. Omitted if sending twice does no harm. */
  find?(intent: unknown): Promise<T | null>;
  /**
   * Smaller forms of the write. Each is tried if Gorgias rejected all forms before it (C18). A rejection means that
   * nothing was done.
   */
  lesser?: readonly Attempt<T>[];
}

/** Done with an outcome, refused until a retry, or nothing done because `send` returned null. */
export type WriteResult<T> =
  { kind: "done"; outcome: T } | { kind: "refused"; why: string; error: RequestError } | { kind: "nothing" };

/**
 * The absence of a write is trusted only this long after sending. Look-ups may miss what the vendor has just stored
 * (Gorgias contract 11.5). A slow vendor may also store it after our timeout.
 */
const SETTLE_MS = 3_000;

export function writeOnce<T>(deps: WriteDeps, run: Run, spec: WriteSpec<T>): Promise<WriteResult<T>> {
  const { generation, key } = spec;
  // Keys such as `note:comment:123` and `message:123` contain ids. The kind is the key without its ids.
  const facts = {
    ...activityFacts(run.connectionId, run.activityId),
    generation,
    "write.kind": key.replace(/:[^:]*\d[^:]*/g, ""),
  };
  return inSpan({ name: "write", facts }, async (tell) => {
    const result = await performOnce(deps, run, spec);
    tell({ result: result.kind });
    return result;
  });
}

async function performOnce<T>(deps: WriteDeps, run: Run, spec: WriteSpec<T>): Promise<WriteResult<T>> {
  const spentBefore = run.helpDesk.used();
  const used = () => run.helpDesk.used() - spentBefore;
  const earlier = run.writes.find((write) => write.generation === spec.generation && write.key === spec.key);
  const found = earlier?.state === "intended" ? await lookFor(deps, run, spec, earlier) : null;
  if (found !== null) return done(deps, run, spec, { outcome: found, requests: used() });
  const forms = [spec, ...(spec.lesser ?? [])];
  let rejected: RequestError | null = null;
  for (const [index, { intent, send }] of forms.entries()) {
    const form = { ...spec, intent, send };
    await intend(deps, run, form);
    try {
      const outcome = earlier || index > 0 ? await send(rejected) : await sendFirst(run, form);
      if (outcome !== null) return done(deps, run, form, { outcome, requests: used() });
      await withdraw(deps, run, form);
      return { kind: "nothing" };
    } catch (error) {
      rejected = await refusalOf(deps, run, form, error);
      // A smaller request seldom helps against a 403, so try it once.
      if (!mayBeAboutPart(rejected) || (index > 0 && rejected.status === 403)) break;
    }
  }
  return refused(deps, run, spec, { error: rejected, requests: used() });
}

async function lookFor<T>(deps: WriteDeps, run: Run, spec: WriteSpec<T>, earlier: Write): Promise<T | null> {
  if (!spec.find) return null;
  const found = await spec.find(earlier.intent);
  if (found !== null) return found;
  // A wrong clock stored this intent, so the time of sending is unknown. The wait begins now.
  if (isWrong(earlier.intendedAt, deps.clock())) await intend(deps, run, { ...spec, intent: earlier.intent });
  const wait = intendedAt(run, spec) + SETTLE_MS - deps.clock();
  if (wait > 0)
    throw new RequestError(`${spec.key}: looked for too early`, {
      fate: "later",
      retryAfterMs: wait,
      obstacle: "answer_awaited",
    });
  return null;
}

/** Returns a rejection. Throws every other error, after it stores the known state of the write. */
async function refusalOf<T>(deps: WriteDeps, run: Run, spec: WriteSpec<T>, error: unknown): Promise<RequestError> {
  if (!(error instanceof RequestError)) throw error;
  if (error.fate === "unknown") {
    // The vendor may still process the request, so the wait begins now, not at the time of sending.
    if (spec.find) await intend(deps, run, spec);
    throw error;
  }
  // The write itself is valid. It can be sent again after the wait, or once the credential works.
  if (error.fate === "later" || error.status === 401) {
    await withdraw(deps, run, spec);
    throw error;
  }
  return error;
}

/** True if one part of the request may have caused the rejection. */
function mayBeAboutPart({ status }: RequestError): boolean {
  return status === 400 || status === 403 || status === 409 || status === 422;
}

function intendedAt<T>(run: Run, { generation, key }: WriteSpec<T>): number {
  return run.writes.find((write) => write.generation === generation && write.key === key)?.intendedAt ?? 0;
}

/** Sends a write that is not known to be sent. In cautious mode, looks for it first. */
async function sendFirst<T>(run: Run, spec: WriteSpec<T>): Promise<T | null> {
  const found = run.cautious ? await spec.find?.(spec.intent) : null;
  return found ?? spec.send(null);
}

async function intend<T>(deps: WriteDeps, run: Run, { generation, key, intent }: WriteSpec<T>): Promise<void> {
  // A statement can change a row only once.
  if (run.unsaved.some((write) => write.generation === generation && write.key === key)) await saveCompleted(deps, run);
  const now = deps.clock();
  const completed = [...run.unsaved];
  await deps.writes.intend(run.connectionId, run.activityId, { generation, key, intent }, now, completed);
  run.unsaved.splice(0, completed.length);
  putWrite(run.writes, { generation, key, intent, state: "intended", outcome: null, requests: 0, intendedAt: now });
}

/** Deletes the intent, so the write can begin again. */
export async function withdraw(
  deps: WriteDeps,
  run: Run,
  { generation, key }: Pick<Write, "generation" | "key">,
): Promise<void> {
  await deps.writes.withdraw(run.connectionId, run.activityId, { generation, key });
  // Changes the array in place, because the snapshot shares it.
  const index = run.writes.findIndex((write) => write.generation === generation && write.key === key);
  if (index >= 0) run.writes.splice(index, 1);
}

function done<T>(
  { clock }: WriteDeps,
  run: Run,
  { generation, key, intent }: WriteSpec<T>,
  result: { outcome: T; requests: number },
): WriteResult<T> {
  const earlier = run.writes.find((write) => write.generation === generation && write.key === key);
  complete(run, { generation, key, intent: earlier?.intent ?? intent, state: "done", at: clock(), ...result });
  return { kind: "done", outcome: result.outcome };
}

function refused<T>(
  { clock }: WriteDeps,
  run: Run,
  { generation, key, intent }: WriteSpec<T>,
  { error, requests }: { error: RequestError | null; requests: number },
): WriteResult<T> {
  if (!error) throw new Error(`${key}: it was neither done nor refused`);
  complete(run, {
    generation,
    key,
    intent,
    state: "refused",
    outcome: { reason: failureOf(error) },
    requests,
    at: clock(),
  });
  return { kind: "refused", why: error.message, error };
}

/**
 * Rejections count for one run. The next run retries what is still to write. Changes the array in place, because the
 * snapshot shares it.
 */
export function forgetRefusals(writes: Write[], isTriedAgain: (write: Write) => boolean = () => true): void {
  const kept = writes.filter((write) => write.state !== "refused" || !isTriedAgain(write));
  writes.splice(0, writes.length, ...kept);
}

/** The ticket that a run reads or writes. */
export interface SeenTicket {
  generation: number;
  ticketId: number;
}

/** `key` is the key of the stored write. */
export interface IntoTicket extends SeenTicket {
  key: string;
}

/** Reports that the ticket cannot be written to, and that nothing was done. */
export type Elsewhere = (state: TicketState) => null;

export interface WriteInto<T> extends Pick<WriteSpec<T>, "intent" | "find"> {
  send(elsewhere: Elsewhere): Promise<T | null>;
  lesser?(elsewhere: Elsewhere): Attempt<T>[];
}

/** The ticket's state if it went away between the look and the write, else null. */
export async function writeInto<T>(
  deps: WriteDeps,
  run: Run,
  { generation, key }: IntoTicket,
  write: WriteInto<T>,
): Promise<TicketState | null> {
  let gone: TicketState | null = null;
  const elsewhere: Elsewhere = (state) => {
    gone = state;
    return null;
  };
  const lesser = write.lesser?.(elsewhere) ?? [];
  await writeOnce<T>(deps, run, { generation: generation, key, ...write, send: () => write.send(elsewhere), lesser });
  return gone;
}
