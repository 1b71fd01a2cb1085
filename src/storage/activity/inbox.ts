/**
 * The inbox stores deliveries and marks their work items as due, in one statement. Deliveries that arrive together
 * share the statement.
 */
import { createHash } from "node:crypto";
import type { Inbox, NewDelivery } from "../../domain/ports/stores.ts";
import { columnsOf, type WorkInput } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import { markDueFrom } from "../work/mark-due.ts";
import type { WorkScheduler } from "../work/scheduler.ts";

const LARGEST_BATCH = 200;
/** Batches under way at a time. Meanwhile the next one gathers. */
const MOST_BATCHES = 2;

interface Waiting {
  delivery: NewDelivery;
  digest: string;
  resolve(kept: "new" | "duplicate" | "not ours"): void;
  reject(error: unknown): void;
}

/**
 * How long a failure counts. An older one says nothing about now, because later deliveries may have gone to another
 * node.
 */
const FAILING_FOR_MS = 10_000;

export interface InboxHealth {
  /** Whether the latest delivery could not be stored, for a reason that is not its own. */
  isFailing(): boolean;
}

type Marking = Pick<WorkScheduler, "priorityOf" | "notifyMarked">;

export function openInbox(database: Database, scheduler: Marking): Inbox & InboxHealth {
  const text = statement(scheduler.notifyMarked);
  const waiting: Waiting[] = [];
  let underWay = 0;
  let failedAt: number | null = null;
  const onStored = (error?: unknown) => {
    failedAt = error === undefined || isAboutOneRow(error) ? null : performance.now();
  };
  const store = async (batch: Waiting[]): Promise<void> => {
    try {
      const answer = await database.keyed<Answer>(text, valuesOf(batch, scheduler));
      onStored();
      complete(batch, answer);
    } catch (error) {
      if (batch.length > 1 && isAboutOneRow(error)) {
        // A delivery that cannot be stored does not fail the others (S3).
        for (const each of batch) await store([each]);
        return;
      }
      onStored(error);
      for (const { reject } of batch) reject(error);
    }
  };
  const next = (): void => {
    if (underWay >= MOST_BATCHES || waiting.length === 0) return;
    const batch = waiting.splice(0, LARGEST_BATCH);
    underWay += 1;
    void store(batch).finally(() => {
      underWay -= 1;
      next();
    });
  };
  return {
    put: (delivery) =>
      new Promise((resolve, reject) => {
        const digest = createHash("sha256").update(delivery.body).digest("base64url");
        waiting.push({ delivery, digest, resolve, reject });
        // Waits for the end of this event loop iteration, so that deliveries that arrived with it share the batch.
        setImmediate(next);
      }),
    isFailing: () => failedAt !== null && performance.now() - failedAt < FAILING_FOR_MS,
  };
}

interface Answer {
  connection_id: string;
  digest: string;
  ours: boolean;
}

/** Of equal deliveries in one batch, the first is new and the others are duplicates. */
function complete(batch: readonly Waiting[], answer: readonly Answer[]): void {
  const nameOf = (row: Answer) => `${row.connection_id}/${row.digest}`;
  const fresh = new Set(answer.flatMap((row) => (row.ours ? nameOf(row) : [])));
  const notOurs = new Set(answer.flatMap((row) => (row.ours ? [] : nameOf(row))));
  for (const { delivery, digest, resolve } of batch) {
    const name = `${delivery.connectionId}/${digest}`;
    resolve(fresh.delete(name) ? "new" : notOurs.has(name) ? "not ours" : "duplicate");
  }
}

/**
 * An error that concerns one row (SQLSTATE classes 22, 23 and 54). Examples: a bad value, a deleted connection, a value
 * too long for an index.
 */
function isAboutOneRow(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(22|23|54)/.test(String(error.code));
}

/** The first item of `before` that has a record or a delivery. `before` is nearly always empty. */
const KNOWN_BEFORE = `
  select known ->> 0 as kind, known ->> 1 as ref from jsonb_array_elements(before) with ordinality as k(known, place)
  where exists (select from activity where connection_id = c and kind = known ->> 0 and ref = known ->> 1)
    or exists (select from deliveries where connection_id = c and kind = known ->> 0 and ref = known ->> 1)
  order by place limit 1`;

/**
 * The item of each delivery, and work that cannot wait for the call's own run. That is its insight card, and
 * maintenance when the app was removed.
 */
const ASKED = `
  select connection_id, kind, ref, '' as part, received_at as due_at, priority, null::timestamptz as deferred_since, input
  from stored join given using (connection_id, digest, kind, ref)
  union all select connection_id, 'card', ref, '', received_at, 0, null,
    input || jsonb_build_object('heardAt', extract(epoch from received_at) * 1000)
  from stored join given using (connection_id, digest, kind, ref) where rings and kind = 'call'
  union all select connection_id, 'connection', '', '', given.received_at, 0, null, '{"removed": true}'
  from stored join given using (connection_id, digest) where removed`;

/**
 * The endpoint compared the token with the one that this node cached. This statement compares it with the stored one.
 */
const statement = (notifyMarked: string): string => `
  with given as materialized (
    select c as connection_id, coalesce(b.kind, k) as kind, coalesce(b.ref, r) as ref, e as event, at as received_at,
      d as digest, body, rings, removed, n as priority, i as input,
      t is null or exists (select from connections where id = c and webhook_token_hash = t) as ours
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::jsonb[],
        $9::text[], $10::bool[], $11::bool[], $12::int[], $13::jsonb[])
      as x(c, k, r, e, at, d, body, before, t, rings, removed, n, i)
    left join lateral (${KNOWN_BEFORE}) b on true),
  stored as (
    insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome, outcome_detail)
    select connection_id, kind, ref, event, received_at, digest, body,
      case when kind is null then 'ignored' end,
      case when kind is null then '{"why": "event_not_followed"}'::jsonb end from given where ours
    on conflict (connection_id, digest) do nothing returning connection_id, digest, kind, ref),
  marked as (${markDueFrom(ASKED)} returning kind)
  select connection_id, digest, true as ours, ${notifyMarked} as notified from stored
  union all select connection_id, digest, false, null from given where not ours`;

function valuesOf(batch: readonly Waiting[], { priorityOf }: Marking): unknown[] {
  const of = <T>(value: (delivery: NewDelivery) => T): T[] => batch.map(({ delivery }) => value(delivery));
  const columns = batch.map(({ delivery: { activityId } }) => (activityId === null ? null : columnsOf(activityId)));
  return [
    of(({ connectionId }) => connectionId),
    columns.map((each) => each?.kind ?? null),
    columns.map((each) => each?.ref ?? null),
    of(({ event }) => event),
    of(({ receivedAt }) => new Date(receivedAt)),
    batch.map(({ digest }) => digest),
    of(({ body }) => body),
    of(({ activityIdsBefore = [] }) =>
      JSON.stringify(activityIdsBefore.map(columnsOf).map(({ kind, ref }) => [kind, ref])),
    ),
    of(({ tokenHash }) => tokenHash ?? null),
    of(({ rings = false }) => rings),
    of(({ removed = false }) => removed),
    prioritiesOf(batch, priorityOf),
    of(({ trace }) => JSON.stringify((trace === undefined ? {} : { trace }) satisfies WorkInput)),
  ];
}

/** Deliveries of one item that arrive together count once. */
function prioritiesOf(batch: readonly Waiting[], priorityOf: Marking["priorityOf"]): number[] {
  const known = new Map<string, number>();
  return batch.map(({ delivery: { connectionId, activityId } }) => {
    const key = `${connectionId} ${activityId}`;
    const priority = known.get(key) ?? priorityOf(connectionId);
    known.set(key, priority);
    return priority;
  });
}
