/**
 * Compares Aircall's list of calls with the stored deliveries (L8). Saves missing or changed calls like deliveries, and
 * queues them. Sends no request to Gorgias if nothing is new.
 */
import { foldCall, IMPORTED_EVENT, SWEPT_EVENT } from "../../domain/call/fold-call.ts";
import { isPast } from "../../domain/call/call-stage.ts";
import type { DeliveryReader, ListedCall, OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Inbox, ActivityStore } from "../../domain/ports/stores.ts";
import { callActivityId } from "../../domain/activity/work-item.ts";
import { sameCall } from "../../domain/call/same-call.ts";
import type { Clock } from "../../kit/clock.ts";
import { readDeliveries } from "./read-deliveries.ts";

export interface CompareDeps {
  activities: Pick<ActivityStore, "open">;
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

type Finding = "not ours" | "known" | "changed" | "unheard";

async function compare(
  deps: CompareDeps,
  connectionId: string,
  listed: ListedCall,
  imports: boolean,
): Promise<Finding> {
  if (!listed.done) return "not ours";
  const activityId = callActivityId(listed.callId);
  const snapshot = await deps.activities.open(connectionId, activityId);
  if (!snapshot || listed.lineId === null || !snapshot.selectedLines.has(listed.lineId)) return "not ours";
  // The deliveries were deleted on purpose. A new copy would undo that.
  if (snapshot.record?.trimmed) return "known";
  const event = imports ? IMPORTED_EVENT : SWEPT_EVENT;
  const body = listed.bodyAs(event);
  const told = deps.reader.readCall(body);
  if (!told.ok) return "not ours";
  const { events } = readDeliveries(deps.reader, snapshot.deliveries);
  const known = foldCall(events);
  const leftOut = imports && known !== null && isPast(known, snapshot.countsSince.get(listed.lineId) ?? 0);
  if (!leftOut && sameCall(known, foldCall([...events, told.value]))) return "known";
  await deps.inbox.put({ connectionId, activityId, event, body, receivedAt: deps.clock() });
  return events.length === 0 ? "unheard" : "changed";
}

function count(compared: Compared, finding: Finding): void {
  if (finding === "not ours") return;
  compared.seen += 1;
  if (finding === "unheard") compared.unheard += 1;
  if (finding !== "known") compared.changed += 1;
}
