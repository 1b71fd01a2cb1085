/** One item of the activity as lists show it: its columns, and the query that reads them for a page. */
import type { ListedItem, ListPlace } from "../../domain/ports/admin.ts";
import type { ActivityState } from "../../domain/ports/stores.ts";
import { readReason } from "../../domain/reasons/reason.ts";
import { withReason, type WithReason } from "./coded-columns.ts";
import { idText, sameRecord } from "./activity-id.ts";

export type ListedRow = WithReason<Omit<ListedItem, "place" | "card">> &
  Pick<ListPlace, "happenedAt"> & { cardState: ActivityState | null; cardReason: string | null; cardDetail: unknown };

export function listedOf({ happenedAt, cardState, cardReason, cardDetail, ...row }: ListedRow): ListedItem {
  const card = cardState && { state: cardState, reason: readReason(cardReason, cardDetail) };
  return { ...withReason(row), card, place: { happenedAt, activityId: row.activityId } };
}

/** An earlier version stored the agent's id alone. The agent's latest name then comes from another call. */
const AGENT_NAME = `coalesce(k.agent_name, case when k.agent_id is not null then
  (select a.agent_name from activity a where a.connection_id = k.connection_id and a.agent_id = k.agent_id
     and a.agent_name is not null and a.kind <> 'card' order by a.happened_at desc limit 1) end)`;

export const COLUMNS = `
  ${idText("k")} as "activityId", k.state, k.reason, k.reason_detail as "reasonDetail", k.direction, k.line_name as "lineName", k.caller,
  coalesce(k.customer_name, k.match -> 'customer' ->> 'name') as "customerName", k.customer_email as "customerEmail",
  k.started_at as "startedAt", k.ended_at as "endedAt", k.outcome, k.agent_id as "agentId", ${AGENT_NAME} as "agentName",
  k.duration_s as "durationS", k.tags, k.updated_at as "updatedAt",
  to_char(k.happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "happenedAt",
  k.ticket_id as "ticketId",
  (select l.time_zone from lines l where l.connection_id = k.connection_id and l.name = k.line_name
     order by l.line_id limit 1) as "timeZone",
  (select count(*)::int from deliveries d where ${sameRecord("d", "k")}) as deliveries,
  (select coalesce(sum(w.requests), 0)::int from writes w where ${sameRecord("w", "k")}) as requests,
  case when k.kind = 'conversation' and jsonb_typeof(k.plan -> 'texts') = 'array'
    then jsonb_array_length(k.plan -> 'texts') end as texts,
  x.state as "cardState", x.reason as "cardReason", x.reason_detail as "cardDetail"`;

/** The insight card of a call. */
export const WITH_CARD = `left join activity x
  on k.kind = 'call' and x.connection_id = k.connection_id and x.kind = 'card' and x.ref = k.ref`;

/** Reads the wide columns and the counts only for the rows that the page shows, each by its key. */
export const SHOW = `
  select ${COLUMNS} from unnest($2::text[], $3::text[]) as p(kind, ref)
  cross join lateral (select * from activity a where a.connection_id = $1 and a.kind = p.kind and a.ref = p.ref limit 1) k
  ${WITH_CARD}
  order by k.happened_at desc, k.kind desc, k.ref desc limit $4::int`;
