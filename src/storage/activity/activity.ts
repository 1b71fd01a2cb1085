/** What happened, for people to read: calls and conversations, with everything that led to their tickets. */
import { leftOutOf } from "../../domain/ticket/left-out.ts";
import type { ActivityDetail, ActivityItem, ActivityLog } from "../../domain/ports/activity.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import { withOutcome, withReason, type WithOutcome, type WithReason } from "./coded-columns.ts";
import type { Database } from "../db/database.ts";
import { dueAt, idText, sameRecord } from "./activity-id.ts";

const ITEM = `
  c.account, ${idText("k")} as id, k.state, k.reason, k.reason_detail as "reasonDetail", k.direction, k.line_name as "lineName", k.caller,
  k.started_at as "startedAt", k.ticket_id as "ticketId", k.customer_id as "customerId", k.match, k.updated_at as "updatedAt",
  ${dueAt("k")} as "wakeAt",
  (select count(*)::int from deliveries d where ${sameRecord("d", "k")}) as deliveries,
  (select coalesce(sum(w.requests), 0)::int from writes w where ${sameRecord("w", "k")}) as requests`;

export function activityLog(database: Database): ActivityLog {
  return {
    async list({ account, limit }) {
      const rows = await database.query<WithReason<ActivityItem>>(
        `select ${ITEM} from activity k join connections c on c.id = k.connection_id
         where ($1::text is null or c.account = $1) order by k.updated_at desc limit $2`,
        [account, limit],
      );
      return rows.map(withReason);
    },
    async read(account, activityId) {
      const { kind, ref } = columnsOf(activityId);
      const [item] = await database.query<WithReason<Omit<ActivityDetail, "leftOut" | "received" | "writes">>>(
        `select ${ITEM}, k.plan from activity k join connections c on c.id = k.connection_id
         where c.account = $1 and k.kind = $2 and k.ref = $3`,
        [account, kind, ref],
      );
      if (!item) return null;
      const received = await database.query<WithOutcome<ActivityDetail["received"][number]>>(
        `select event, received_at as "receivedAt", outcome, outcome_detail as "outcomeDetail" from deliveries d join connections c on c.id = d.connection_id
         where c.account = $1 and kind = $2 and ref = $3 order by d.id`,
        [account, kind, ref],
      );
      const writes = await database.query<ActivityDetail["writes"][number]>(
        `select generation, key, state, outcome, requests, intended_at as "intendedAt" from writes w
         join connections c on c.id = w.connection_id where c.account = $1 and kind = $2 and ref = $3 order by intended_at, key`,
        [account, kind, ref],
      );
      return { ...withReason(item), leftOut: leftOutOf(writes), received: received.map(withOutcome), writes };
    },
  };
}
