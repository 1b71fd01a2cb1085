/**
 * The activity of one connection: pages of calls and conversations, with or without a search, and one item in full. The
 * indexes are in 0003-activity-search.sql.
 */
import { leftOutOf } from "../../domain/ticket/left-out.ts";
import type { ActivityQueries, ItemInFull, ItemSearch, ListedItem, ListPlace } from "../../domain/ports/admin.ts";
import { showPlan } from "../../domain/activity/show-plan.ts";
import { showMatch, showWrite, type StoredWrite } from "../../domain/activity/show-write.ts";
import { kindOf } from "../../domain/activity/activity-id.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import { withOutcome, withReason, type WithOutcome, type WithReason } from "../activity/coded-columns.ts";
import type { Database } from "../db/database.ts";
import { dueAt, idText, sameRecord } from "../activity/activity-id.ts";

/**
 * The most deliveries and the most writes that one item shows, newest first. An unknown sender could repeat an event in
 * ever new bytes.
 */
const MOST_SHOWN = 1_000;

export function activityQueries(database: Database): ActivityQueries {
  return {
    async list(connectionId, { kind, state, search, after, limit }) {
      const place = after && columnsOf(after.activityId);
      const values = [
        connectionId,
        state,
        after?.changedAt ?? null,
        place?.kind ?? null,
        place?.ref ?? null,
        limit,
        kind,
      ];
      const rows = search
        ? await database.query<Row>(`with page as (${SEARCH}) ${SHOW}`, [...values, ...searchValues(search)])
        : await database.query<Row>(`with page as (${NEWEST}) ${SHOW}`, values);
      return rows.map(listedOf);
    },
    async read(connectionId, activityId) {
      const { kind, ref } = columnsOf(activityId);
      const values = [connectionId, kind, ref];
      const [found] = await database.query<Row & { match: unknown; plan: unknown; wakeAt: Date | null }>(
        `select ${COLUMNS}, k.match, k.plan, ${dueAt("k")} as "wakeAt" from activity k
         where k.connection_id = $1 and k.kind = $2 and k.ref = $3`,
        values,
      );
      if (!found) return null;
      const { match, plan, wakeAt, ...row } = found;
      const received = await database.query<WithOutcome<ItemInFull["received"][number]>>(
        `select event, received_at as "receivedAt", outcome, outcome_detail as "outcomeDetail" from
           (select id, event, received_at, outcome, outcome_detail from deliveries
            where connection_id = $1 and kind = $2 and ref = $3 order by id desc limit ${MOST_SHOWN}) latest order by id`,
        values,
      );
      const writes = await database.query<StoredWrite & { at: Date }>(
        `select generation, write_kind as kind, write_ref as ref, write_part as part, attempt, state, intent, outcome, requests, at from
           (select key, generation, write_kind, write_ref, write_part, attempt, state, intent, outcome, requests, intended_at as at from writes
            where connection_id = $1 and kind = $2 and ref = $3
            order by intended_at desc, generation desc, key desc limit ${MOST_SHOWN}) latest
         order by at, generation, key`,
        values,
      );
      return {
        ...listedOf(row),
        match: showMatch(match),
        plan: showPlan(kindOf(activityId), plan),
        wakeAt,
        received: received.map(withOutcome),
        writes: writes.map(({ at, ...write }) => ({ ...showWrite(write), at })),
        leftOut: leftOutOf(writes),
      };
    },
  };
}

type Row = WithReason<Omit<ListedItem, "place">> & Pick<ListPlace, "changedAt">;

function listedOf({ changedAt, ...row }: Row): ListedItem {
  return { ...withReason(row), place: { changedAt, activityId: row.activityId } };
}

const COLUMNS = `
  ${idText("k")} as "activityId", k.state, k.reason, k.reason_detail as "reasonDetail", k.direction, k.line_name as "lineName", k.caller,
  coalesce(k.customer_name, k.match -> 'customer' ->> 'name') as "customerName", k.started_at as "startedAt",
  k.updated_at as "updatedAt", to_char(k.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "changedAt",
  k.ticket_id as "ticketId",
  (select l.time_zone from lines l where l.connection_id = k.connection_id and l.name = k.line_name
     order by l.line_id limit 1) as "timeZone",
  (select count(*)::int from deliveries d where ${sameRecord("d", "k")}) as deliveries,
  (select coalesce(sum(w.requests), 0)::int from writes w where ${sameRecord("w", "k")}) as requests,
  case when k.kind = 'conversation' and jsonb_typeof(k.plan -> 'texts') = 'array'
    then jsonb_array_length(k.plan -> 'texts') end as texts`;

/** Reads the wide columns and the counts only for the rows that the page shows. */
const SHOW = `
  select ${COLUMNS} from page p join activity k on k.connection_id = $1 and k.kind = p.kind and k.ref = p.ref
  order by k.updated_at desc, k.kind desc, k.ref desc`;

/**
 * The `case` hides the condition on the kind from the planner. Without statistics, which PGlite never has, the planner
 * expects many matching rows. It then walks the index by time, and does not sort every call for one page.
 */
const WANTED = `connection_id = $1 and ($2::text is null or state = $2)
  and ($7::text is null or case when kind = $7::text then true else false end)
  and ($3::timestamptz is null or (updated_at, kind, ref) < ($3::timestamptz, $4::text, $5::text))`;
const FIRST = `order by updated_at desc, kind desc, ref desc limit $6::int`;

const NEWEST = `select kind, ref from activity where ${WANTED} ${FIRST}`;

/**
 * Each search condition has its own index. A condition that is not asked for is null and costs nothing. `offset 0`
 * keeps the planner from walking all rows by time until a number matches.
 */
const SEARCH = `
  select kind, ref from (
    (select kind, ref, updated_at from activity where ${WANTED} and strpos(customer_folded, lower($8::text)) > 0 ${FIRST})
    union
    (select kind, ref, updated_at from
      (select kind, ref, updated_at from activity where ${WANTED} and caller_backwards like $9::text offset 0) heard ${FIRST})
    union
    select kind, ref, updated_at from activity where ${WANTED} and kind = $10::text and ref = $11::text
    union
    select kind, ref, updated_at from activity where ${WANTED} and ticket_id = $12::bigint
  ) found ${FIRST}`;

function searchValues({ name, lastDigits, activityId, ticketId }: ItemSearch): unknown[] {
  const backwards = lastDigits === null ? null : `${[...lastDigits].toReversed().join("").slice(0, 40)}%`;
  const sought = activityId === null ? null : columnsOf(activityId);
  return [name, backwards, sought?.kind ?? null, sought?.ref ?? null, ticketId];
}
