/**
 * The snapshot that a run reads of a call or a conversation. Runs that begin at the same moment share one statement.
 */
import type { RememberedCustomer } from "../../domain/ports/phone-index.ts";
import type { Snapshot, StoredDelivery, UsersMark } from "../../domain/ports/stores.ts";
import type { OwnLine } from "../../domain/customer/unknown-caller.ts";
import { readDeliveryOutcome } from "../../domain/reasons/delivery-outcome.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { connectionRowSchema } from "../connection/connections.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import { activityRowSchema } from "./activity-row.ts";
import { together } from "../db/together.ts";

/** SQL conditions from our code, never from input. They select the item's deliveries and writes to read. */
export interface SnapshotParts {
  deliveries: string;
  writes: string;
}

export const WRITE_AS_JSON = `jsonb_build_object('generation', generation, 'key', key, 'state', state, 'intent', intent,
  'outcome', outcome, 'requests', requests, 'intendedAt', extract(epoch from intended_at) * 1000)`;

function statement({ deliveries, writes }: SnapshotParts): string {
  return `
    select k.place::int as place, to_jsonb(c) as connection,
      (select coalesce(jsonb_object_agg(line_id,
          extract(epoch from greatest(selected_at, c.made_at, c.created_at)) * 1000), '{}')
         from lines where connection_id = c.id and selected) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('digits', digits, 'country', country)), '[]')
         from lines where connection_id = c.id) as own_lines,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'body', body, 'outcome', outcome,
          'detail', outcome_detail, 'receivedAt', extract(epoch from received_at) * 1000) order by id), '[]')
         from deliveries where connection_id = c.id and kind = k.kind and ref = k.ref and ${deliveries}) as deliveries,
      (select coalesce(jsonb_agg(${WRITE_AS_JSON} order by intended_at, key), '[]')
         from writes where connection_id = c.id and kind = k.kind and ref = k.ref and ${writes}) as writes,
      to_jsonb(s) - 'words' as record,
      (select doubted_until from maintenance where connection_id = c.id) as doubted,
      (select sealed from credentials where connection_id = c.id and vendor = 'gorgias'
         and problem is distinct from 'refused') as sealed,
      (select jsonb_build_object('learnedAt', extract(epoch from learned_at) * 1000, 'byHand',
          (select coalesce(jsonb_agg(jsonb_build_array(aircall_user_id, help_desk_user_id)), '[]')
             from agent_mappings where connection_id = c.id))
         from help_desk_users where connection_id = c.id) as users,
      (select jsonb_build_object('phoneKey', p.phone_key, 'others', p.others, 'verifiedAt', extract(epoch from p.learned_at) * 1000,
          'corrected', p.corrected,
          'customer', jsonb_build_object('id', p.customer_id, 'name', p.name, 'email', p.email))
         from phone_index p where p.connection_id = c.id and p.phone_key = s.caller and p.customer_id is not null) as remembered,
      k.kind = 'call' and exists (select from activity where connection_id = c.id and callback_done_by = k.ref) as serves
    from unnest($1::text[], $2::text[], $3::text[]) with ordinality as k(connection_id, kind, ref, place)
    join connections c on c.id = k.connection_id
    left join activity s on s.connection_id = c.id and s.kind = k.kind and s.ref = k.ref`;
}

interface Row {
  /** The position in the list of requests, from 1. */
  place: number;
  connection: unknown;
  /** The ids of the selected lines, each with the time from which its calls count. */
  lines: Record<string, number>;
  own_lines: OwnLine[];
  deliveries: (Omit<StoredDelivery, "outcome"> & { outcome: string | null; detail: unknown })[];
  writes: Write[];
  record: unknown;
  doubted: Date | null;
  sealed: string | null;
  users: UsersMark | null;
  remembered: (RememberedCustomer & { phoneKey: string }) | null;
  serves: boolean;
}

export type OpenSnapshot = (asked: { connectionId: string; activityId: string }) => Promise<Snapshot | null>;

export function snapshotOpener(database: Database, parts: SnapshotParts): OpenSnapshot {
  const text = statement(parts);
  return together(async (asked) => {
    const columns = asked.map(({ activityId }) => columnsOf(activityId));
    const rows = await database.keyed<Row & Record<string, unknown>>(text, [
      asked.map(({ connectionId }) => connectionId),
      columns.map(({ kind }) => kind),
      columns.map(({ ref }) => ref),
    ]);
    const byPlace = new Map(rows.map((row) => [row.place, row]));
    return asked.map((_, index) => snapshotOf(byPlace.get(index + 1)));
  });
}

function snapshotOf(row: Row | undefined): Snapshot | null {
  if (!row) return null;
  return {
    connection: { ...connectionRowSchema.parse(row.connection), sealedCredential: row.sealed },
    selectedLines: new Set(Object.keys(row.lines)),
    countsSince: new Map(Object.entries(row.lines)),
    ownLines: row.own_lines,
    deliveries: row.deliveries.map(({ detail, outcome, ...delivery }) => ({
      ...delivery,
      outcome: readDeliveryOutcome(outcome, detail),
    })),
    writes: row.writes,
    unsaved: [],
    marks: [],
    record: row.record === null ? null : activityRowSchema.parse(row.record),
    doubtedUntil: row.doubted?.getTime() ?? null,
    users: row.users,
    remembered: row.remembered,
    servesCallback: row.serves,
  };
}
