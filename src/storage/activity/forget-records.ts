/**
 * Deletes the rows about one phone number, in one transaction. Of a call, only the id stays, so that a late event or
 * Aircall's list does not create it again. Of everything else, nothing stays.
 */
import type { Erased } from "../../domain/ports/erase.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import type { Sql } from "../db/database.ts";
import { idText } from "./activity-id.ts";

/**
 * What to erase. The second pass repeats the names of the first, because nothing else finds what was saved in between.
 */
export interface Order {
  connectionId: string;
  /** All numbers of the subscriber. Earlier versions stored each under its own number. */
  callers: string[];
  pattern: string;
  names: string[];
}

/** The ref of a group's conversation is not a phone number. */
export const IS_GROUP = `kind = 'conversation' and starts_with(ref, 'group-')`;

export interface Forgotten extends Omit<Erased, "named" | "underWay"> {
  names: string[];
}

export async function forget(sql: Sql, order: Order, now: number): Promise<Forgotten> {
  const { connectionId, callers, pattern } = order;
  const gone = await forgetActivities(sql, order);
  const names = unique([...order.names, ...gone.map(({ activityId }) => activityId)]);
  const calls = gone.flatMap(({ kind, ref }) => (kind === "call" ? ref : []));
  const [kinds, refs] = columnsIn(names);
  await sql.query(
    `insert into activity (connection_id, kind, ref, state, reason, trimmed_at, erased_at, updated_at)
     select $1, 'call', ref, 'ignored', 'erased', $3, $3, $3 from unnest($2::text[]) as ref`,
    [connectionId, calls, new Date(now)],
  );
  await sql.query(
    `delete from audit where connection_id = $1
       and (subject = any($2::text[]) or concat_ws(' ', subject, from_value::text, to_value::text) ~ $3)`,
    [connectionId, names, pattern],
  );
  const written = await forgetWrites(sql, connectionId, names, callers);
  await sql.query(`delete from webhook_events where connection_id = $1 and (${NAMED} or data::text ~ $4)`, [
    connectionId,
    kinds,
    refs,
    pattern,
  ]);
  const deliveries = await sql.query(
    `delete from deliveries where connection_id = $1 and (${NAMED} or (kind is null and body ~ $4)) returning 1`,
    [connectionId, kinds, refs, pattern],
  );
  const known = await forgetMemory(sql, { ...order, names });
  const customers = sorted([...known, ...written.customers, ...gone.map(({ customer_id }) => customer_id)]);
  await sql.query(`delete from threads where connection_id = $1 and customer_id = any($2::bigint[])`, [
    connectionId,
    customers,
  ]);
  await sql.query(
    `delete from customer_tickets where connection_id = $1 and (customer_id = any($2::bigint[]) or tickets::text ~ $3)`,
    [connectionId, customers, pattern],
  );
  return {
    names,
    calls: calls.length,
    conversations: gone.filter(({ kind }) => kind === "conversation").length,
    deliveries: deliveries.length,
    writes: written.count,
    customers,
    tickets: sorted([...written.tickets, ...gone.map(({ ticket_id }) => ticket_id)]),
  };
}

/** Skips calls that were erased before: their rows hold nothing any more. */
async function forgetActivities(sql: Sql, { connectionId, callers, names }: Order) {
  return sql.query<{
    activityId: string;
    kind: string;
    ref: string;
    ticket_id: number | null;
    customer_id: number | null;
  }>(
    `delete from activity a where connection_id = $1 and (${NAMED} or caller = any($4::text[])) and erased_at is null
     returning ${idText("a")} as "activityId", kind, ref, ticket_id,
       case when caller = any($4::text[]) and not (${IS_GROUP}) then customer_id end as customer_id`,
    [connectionId, ...columnsIn(names), callers],
  );
}

/** In a group, each member has their own customer. The others' customers are not reported for this number. */
async function forgetWrites(sql: Sql, connectionId: string, names: readonly string[], callers: readonly string[]) {
  const rows = await sql.query<{ ticket_id: number | null; customer_id: number | null }>(
    `delete from writes where connection_id = $1 and ${NAMED}
     returning (outcome ->> 'ticketId')::bigint as ticket_id,
       case when write_kind = 'customer' and (write_ref = any($4::text[]) or write_ref is null and not (${IS_GROUP}))
         then (outcome -> 'customer' ->> 'id')::bigint end as customer_id`,
    [connectionId, ...columnsIn(names), callers],
  );
  const tickets = rows.map(({ ticket_id }) => ticket_id);
  return { count: rows.length, tickets, customers: rows.map(({ customer_id }) => customer_id) };
}

/**
 * Answers the ids of the customers in the phone index. A customer's name may contain the number, and a claim contains
 * the name of a conversation.
 */
async function forgetMemory(sql: Sql, { connectionId, callers, pattern, names }: Order) {
  const known = await sql.query<{ phone_key: string; customer_id: number | null }>(
    `delete from phone_index where connection_id = $1 and (phone_key = any($2::text[]) or name ~ $3 or email ~ $3 or claimed_by = any($4::text[]))
     returning phone_key, customer_id`,
    [connectionId, callers, pattern, names],
  );
  await sql.query(`delete from threads where connection_id = $1 and claimed_by = any($2::text[])`, [
    connectionId,
    names,
  ]);
  // A running item belongs to its worker until the run ends.
  await sql.query(
    `delete from work_items i where connection_id = $1 and ${NAMED_WORK} and (leased_until is null or leased_until < now())`,
    [connectionId, ...columnsIn(names)],
  );
  return known.flatMap((row) => (callers.includes(row.phone_key) ? row.customer_id : null));
}

/** The rows that $2 (kinds) and $3 (refs) name together. */
const NAMED = `(kind, ref) in (select * from unnest($2::text[], $3::text[]))`;
/** The work items of these rows, file transfers included. */
export const NAMED_WORK = `exists (select from unnest($2::text[], $3::text[]) as n(kind, ref) where n.ref = i.ref
  and i.kind in (n.kind, case n.kind when 'call' then 'recording' when 'conversation' then 'message_file' end))`;

export function columnsIn(names: readonly string[]): [kinds: string[], refs: string[]] {
  const columns = names.map(columnsOf);
  return [columns.map(({ kind }) => kind), columns.map(({ ref }) => ref)];
}

export function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

export function sorted(ids: readonly (number | null | undefined)[]): number[] {
  return [...new Set(ids.filter((id) => id != null))].sort((a, b) => a - b);
}
