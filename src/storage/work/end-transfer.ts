/** The end of a transfer: its lease, how its writes ended, and the call or conversation that goes on with them. */
import type { SettledWrite } from "../../domain/ports/stores.ts";
import type { WorkItem } from "../../domain/work-item.ts";
import type { Sql } from "../database.ts";
import { settledList, settleFrom } from "../writes.ts";
import { endLease } from "./complete.ts";
import { listed, listOf, markDueFrom } from "./mark-due.ts";

/** $1 to $3 name the call or conversation, $4 the writes, $5 what is marked, $6 the time, $7 to $9 the transfer. */
export const endTransferText = (notifyMarked: string): string => `
  with settled as (${settleFrom("$4")}),
  marked as (${markDueFrom(listed("$5", "$6::timestamptz"))} returning kind),
  completed as (
    update work_items w set ${endLease({
      now: "$6::timestamptz",
      next: "null::timestamptz",
      attempts: "0",
      deferredSince: "null::timestamptz",
      priority: "0",
    })}
    where connection_id = $1 and kind = $7 and ref = $3 and part = $8 and lease = $9
    returning due_at is not null as again)
  -- In this order: the call or conversation is locked before its transfer, as everywhere.
  select ${notifyMarked} as notified, (select again from completed) as again`;

export interface EndOfTransfer {
  work: WorkItem & { lease: string };
  then: WorkItem;
  settled: readonly SettledWrite[];
  now: number;
}

export async function endTransfer(
  sql: Sql,
  text: string,
  { work, then, settled, now }: EndOfTransfer,
): Promise<{ again: boolean }> {
  const named = [then.connectionId, then.kind, then.ref];
  const values = [settledList(settled), listOf([then]), new Date(now), work.kind, work.part, work.lease];
  const [row] = await sql.keyed<{ again: boolean | null }>(text, [...named, ...values]);
  return { again: row?.again ?? false };
}
