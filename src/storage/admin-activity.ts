/** The activity of one connection: pages of calls, searched or not, and one call in full. The indexes are those of 0003-activity-search.sql. */
import type { ActivityQueries, CallInFull, CallSearch, ListedCall, ListPlace } from "../domain/ports/admin.ts";
import type { Database } from "./database.ts";

/** More than any call has; a stranger could send the same event in ever new bytes. */
const MOST_SHOWN = 1_000;

export function activityQueries(database: Database): ActivityQueries {
  return {
    async list(connectionId, { state, search, after, limit }) {
      const values = [connectionId, state, after?.changedAt ?? null, after?.callId ?? null, limit];
      const rows = search
        ? await database.query<Row>(`with page as (${SEARCH}) ${SHOW}`, [...values, ...searchValues(search)])
        : await database.query<Row>(`with page as (${NEWEST}) ${SHOW}`, values);
      return rows.map(listedOf);
    },
    async read(connectionId, callId) {
      const [row] = await database.query<Row & Pick<CallInFull, "match" | "plan" | "wakeAt">>(
        `select ${COLUMNS}, k.match, k.plan, k.wake_at as "wakeAt" from calls k where k.connection_id = $1 and k.call_id = $2`,
        [connectionId, callId],
      );
      if (!row) return null;
      const subject = `call:${callId}`;
      const received = await database.query<CallInFull["received"][number]>(
        `select event, received_at as "receivedAt", outcome from deliveries
         where connection_id = $1 and subject = $2 order by id limit ${MOST_SHOWN}`,
        [connectionId, subject],
      );
      const writes = await database.query<CallInFull["writes"][number]>(
        `select round, key, state, outcome, requests, intended_at as at from writes
         where connection_id = $1 and subject = $2 order by intended_at, round, key limit ${MOST_SHOWN}`,
        [connectionId, subject],
      );
      const { match, plan, wakeAt } = row;
      return { ...listedOf(row), match, plan, wakeAt, received, writes };
    },
  };
}

type Row = Omit<ListedCall, "place"> & Pick<ListPlace, "changedAt">;

function listedOf({ changedAt, ...row }: Row): ListedCall {
  return { ...row, place: { changedAt, callId: row.callId } };
}

const COLUMNS = `
  k.call_id as "callId", k.state, k.reason, k.direction, k.line_name as "lineName", k.caller,
  coalesce(k.customer_name, k.match -> 'customer' ->> 'name') as "customerName", k.started_at as "startedAt",
  k.updated_at as "updatedAt", to_char(k.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "changedAt",
  k.ticket_id as "ticketId",
  (select l.time_zone from lines l where l.connection_id = k.connection_id and l.name = k.line_name
     order by l.line_id limit 1) as "timeZone",
  (select count(*)::int from deliveries d where d.connection_id = k.connection_id and d.subject = 'call:' || k.call_id) as deliveries,
  (select coalesce(sum(w.requests), 0)::int from writes w
     where w.connection_id = k.connection_id and w.subject = 'call:' || k.call_id) as requests`;

/** The wide rows, and what is counted, only of those that the page shows. */
const SHOW = `
  select ${COLUMNS} from page p join calls k on k.connection_id = $1 and k.call_id = p.call_id
  order by k.updated_at desc, k.call_id desc`;

const WANTED = `connection_id = $1 and ($2::text is null or state = $2)
  and ($3::timestamptz is null or (updated_at, call_id) < ($3::timestamptz, $4::text))`;
const FIRST = `order by updated_at desc, call_id desc limit $5::int`;

const NEWEST = `select call_id from calls where ${WANTED} ${FIRST}`;

/**
 * Each way to be found has an index of its own; what is not looked for is null and costs nothing. `offset 0` keeps the
 * database from walking all calls by time in the hope of meeting a caller soon.
 */
const SEARCH = `
  select call_id from (
    (select call_id, updated_at from calls where ${WANTED} and strpos(customer_folded, lower($6::text)) > 0 ${FIRST})
    union
    (select call_id, updated_at from
      (select call_id, updated_at from calls where ${WANTED} and caller_backwards like $7::text offset 0) heard ${FIRST})
    union
    select call_id, updated_at from calls where ${WANTED} and call_id = $8::text
    union
    select call_id, updated_at from calls where ${WANTED} and ticket_id = $9::bigint
  ) found ${FIRST}`;

function searchValues({ name, lastDigits, callId, ticketId }: CallSearch): unknown[] {
  const backwards = lastDigits === null ? null : `${[...lastDigits].toReversed().join("").slice(0, 40)}%`;
  return [name, backwards, callId, ticketId];
}
