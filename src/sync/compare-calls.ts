/**
 * Compares Aircall's list of calls with the stored deliveries (L8). Saves missing or changed calls like deliveries, and
 * queues them. Sends no request to Gorgias if nothing is new.
 */
import { foldCall, IMPORTED_EVENT, SWEPT_EVENT } from "../domain/fold-call.ts";
import { isPast } from "../domain/past.ts";
import type { DeliveryReader, ListedCall, OpenPhoneSystem } from "../domain/ports/phone-system.ts";
import type { Inbox, SubjectStore } from "../domain/ports/stores.ts";
import { callSubject } from "../domain/subject.ts";
import { sameCall } from "../domain/same-call.ts";
import type { Clock } from "../kit/clock.ts";
import { readDeliveries } from "./read-deliveries.ts";

export interface CompareDeps {
  subjects: Pick<SubjectStore, "open">;
  inbox: Inbox;
  reader: DeliveryReader;
  phones: OpenPhoneSystem;
  /** How far back the phone system lists calls. */
  callsListedMs: number;
  clock: Clock;
}

/** Calls that started in this window, in Unix seconds. */
export interface CallWindow {
  from: number;
  to: number;
  /** An admin imports these calls, so their age does not matter (C17). */
  imports?: boolean;
}

export interface Compared {
  /** Finished calls on selected lines. */
  seen: number;
  /** Of these, calls without any delivery. */
  unheard: number;
  /** Of these, calls with something new. */
  changed: number;
}

export type OnProgress = (startedAt: number, soFar: Compared) => Promise<void>;

/**
 * Receives the start of the last compared call and the counts so far. An interrupted comparison resumes from that
 * start.
 */
export async function compareCalls(
  deps: CompareDeps,
  connectionId: string,
  { from, to, imports = false }: CallWindow,
  onProgress: OnProgress = async () => undefined,
): Promise<Compared> {
  const phones = await deps.phones(connectionId, "catch-up");
  const compared: Compared = { seen: 0, unheard: 0, changed: 0 };
  const earliest = Math.max(from, Math.floor((deps.clock() - deps.callsListedMs) / 1000));
  for await (const page of phones.calls({ from: earliest, to })) {
    for (const listed of page) count(compared, await compare(deps, connectionId, listed, imports));
    const last = page.at(-1);
    if (last) await onProgress(last.startedAt, { ...compared });
  }
  return compared;
}

type News = "not ours" | "known" | "changed" | "unheard";

async function compare(deps: CompareDeps, connectionId: string, listed: ListedCall, imports: boolean): Promise<News> {
  if (!listed.done) return "not ours";
  const subject = callSubject(listed.callId);
  const dossier = await deps.subjects.open(connectionId, subject);
  if (!dossier || listed.lineId === null || !dossier.selectedLines.has(listed.lineId)) return "not ours";
  // The deliveries were deleted on purpose. A new copy would undo that.
  if (dossier.record?.trimmed) return "known";
  const event = imports ? IMPORTED_EVENT : SWEPT_EVENT;
  const body = listed.bodyAs(event);
  const told = deps.reader.readCall(body);
  if (!told.ok) return "not ours";
  const { events } = readDeliveries(deps.reader, dossier.deliveries);
  const known = foldCall(events);
  const leftOut = imports && known !== null && isPast(known, dossier.countsSince.get(listed.lineId) ?? 0);
  if (!leftOut && sameCall(known, foldCall([...events, told.value]))) return "known";
  await deps.inbox.put({ connectionId, subject, event, body, receivedAt: deps.clock() });
  return events.length === 0 ? "unheard" : "changed";
}

function count(compared: Compared, news: News): void {
  if (news === "not ours") return;
  compared.seen += 1;
  if (news === "unheard") compared.unheard += 1;
  if (news !== "known") compared.changed += 1;
}
