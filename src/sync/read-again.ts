/** Reads a call from the phone system if its deliveries lack the line, or tell nothing at all (C14). */
import { READ_EVENT } from "../domain/fold-call.ts";
import type { OpenPhoneSystem } from "../domain/ports/phone-system.ts";
import type { Dossier, Inbox, SubjectRecord } from "../domain/ports/stores.ts";
import { idOf } from "../domain/subject.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";
import { afterFailure, NOT_HELD } from "./after-failure.ts";

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
  subject: string,
): Promise<boolean> {
  const phone = await phones(connectionId);
  const listed = await phone.call(idOf(subject));
  if (!listed) return false;
  const body = listed.bodyAs(READ_EVENT);
  await inbox.put({ connectionId, subject, event: READ_EVENT, body, receivedAt: clock() });
  return true;
}

/** The record until that run. `unknown` is the end state if Aircall has no such call. */
export async function recordOfReading(
  deps: ReadAgainDeps,
  { connection }: Dossier,
  record: SubjectRecord,
  unknown: Pick<SubjectRecord, "state" | "reason">,
): Promise<SubjectRecord> {
  try {
    const isKept = await readAgain(deps, connection.id, record.subject);
    const end = isKept ? ({ state: "pending", reason: null } as const) : unknown;
    return { ...record, ...NOT_HELD, ...end, wakeAt: null };
  } catch (error) {
    deps.log.warn(
      { err: error, connectionId: connection.id, subject: record.subject },
      "a call could not be read again",
    );
    return afterFailure(record, error, "live call", deps.clock());
  }
}
