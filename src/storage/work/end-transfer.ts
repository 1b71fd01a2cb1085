/** Ends a transfer: completes its lease, saves how its writes ended, and marks its call or conversation as due. */
import type { CompletedWrite } from "../../domain/ports/stores.ts";
import { activityIdOf, type RecordKind, type WorkItem } from "../../domain/activity/work-item.ts";
import type { Sql } from "../db/database.ts";
import { completedList, settleFrom } from "../activity/writes.ts";
import { endLease } from "./complete.ts";
import { listed, listOf, markDueFrom } from "./mark-due.ts";

/**
 * $1 and $2 name the connection and the ref, $3 holds the writes, $4 the marked items, $5 the time. $6 to $8 are the
 * kind, the part and the lease of the transfer.
 */
export const endTransferText = (notifyMarked: string): string => `
  with settled as (${settleFrom("$3")}),
  marked as (${markDueFrom(listed("$4", "$5::timestamptz"))} returning kind),
  completed as (
    update work_items w set ${endLease({
      now: "$5::timestamptz",
      next: "null::timestamptz",
      attempts: "0",
      deferredSince: "null::timestamptz",
      priority: "0",
    })}
    where connection_id = $1 and kind = $6 and ref = $2 and part = $7 and lease = $8
    returning due_at is not null as again)
  -- In this order: the call or conversation is locked before its transfer, as everywhere.
  select ${notifyMarked} as notified, (select again from completed) as again`;

export interface EndOfTransfer {
  work: WorkItem & { lease: string };
  record: WorkItem & { kind: RecordKind };
  completed: readonly CompletedWrite[];
  now: number;
}

export async function endTransfer(
  sql: Sql,
  text: string,
  { work, record, completed, now }: EndOfTransfer,
): Promise<{ again: boolean }> {
  const named = [record.connectionId, record.ref];
  const list = completedList(record.connectionId, activityIdOf(record), completed);
  const values = [list, listOf([record]), new Date(now), work.kind, work.part, work.lease];
  const [row] = await sql.keyed<{ again: boolean | null }>(text, [...named, ...values]);
  return { again: row?.again ?? false };
}
