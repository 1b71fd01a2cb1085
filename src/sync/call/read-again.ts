/** Reads a call from the phone system if its deliveries lack the line, or tell nothing at all (C14). */
import { READ_EVENT } from "../../domain/call/fold-call.ts";
import type { OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Snapshot, Inbox, ActivityRecord } from "../../domain/ports/stores.ts";
import { idOf } from "../../domain/activity/work-item.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import { afterFailure, NOT_HELD } from "../activity-record.ts";

export interface ReadAgainDeps {
  phones: OpenPhoneSystem;
  inbox: Inbox;
  clock: Clock;
  log: Logger;
}

/** Saves the present state of the call like a delivery, and queues another run. False if Aircall has no such call. */
export async function readAgain(
  { phones, inbox, clock }: ReadAgainDeps,
  connectionId: string,
  activityId: string,
): Promise<boolean> {
  const phone = await phones(connectionId);
  const listed = await phone.call(idOf(activityId));
  if (!listed) return false;
  const body = listed.bodyAs(READ_EVENT);
  await inbox.put({ connectionId, activityId, event: READ_EVENT, body, receivedAt: clock() });
  return true;
}

/** The record until that run. `unknown` is the end state if Aircall has no such call. */
export async function recordOfReading(
  deps: ReadAgainDeps,
  { connection }: Snapshot,
  record: ActivityRecord,
  unknown: Pick<ActivityRecord, "state" | "reason">,
): Promise<ActivityRecord> {
  try {
    const isStored = await readAgain(deps, connection.id, record.activityId);
    const end = isStored ? ({ state: "pending", reason: null } as const) : unknown;
    return { ...record, ...NOT_HELD, ...end, wakeAt: null };
  } catch (error) {
    deps.log.warn(
      { err: error, connectionId: connection.id, activityId: record.activityId },
      "a call could not be read again",
    );
    return afterFailure(record, error, "live call", deps.clock());
  }
}
