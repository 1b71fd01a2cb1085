/** The inbox: deliveries kept and their work queued in one transaction. Deliveries that arrive together share one. */
import { createHash } from "node:crypto";
import type { Inbox, Job, NewDelivery } from "../domain/ports/stores.ts";
import { MOST_AHEAD_MS } from "../kit/moments.ts";
import type { Database, Sql } from "./database.ts";
import type { JobQueue } from "./queue/job-queue.ts";

const LARGEST_GROUP = 200;
/** Groups under way at a time; the next gathers meanwhile. */
const MOST_GROUPS = 2;

interface Waiting {
  delivery: NewDelivery;
  digest: string;
  resolve(kept: "new" | "duplicate" | "not ours"): void;
  reject(error: unknown): void;
}

/** A failure that is older tells nothing of now: deliveries may have gone elsewhere since. */
const FAILING_FOR_MS = 10_000;

export interface UnreadDeliveries {
  /** The latest delivery could not be kept, and that for no reason of its own. */
  isFailing(): boolean;
  /** Puts back to work what was kept before `before` (epoch ms) and never looked at by any turn. */
  requeueUnread(before: number, limit: number): Promise<number>;
}

export function openInbox(database: Database, queue: JobQueue): Inbox & UnreadDeliveries {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let failedAt: number | null = null;
  const onKept = (error?: unknown) => {
    failedAt = error === undefined || isAboutOneRow(error) ? null : performance.now();
  };
  const next = (): void => {
    if (underWay >= MOST_GROUPS || waiting.length === 0) return;
    const group = waiting.splice(0, LARGEST_GROUP);
    underWay += 1;
    void keepGroup(database, queue, group, onKept).finally(() => {
      underWay -= 1;
      next();
    });
  };
  return {
    put: (delivery) =>
      new Promise((resolve, reject) => {
        const digest = createHash("sha256").update(delivery.body).digest("base64url");
        waiting.push({ delivery, digest, resolve, reject });
        // After this round of the event loop, so that what arrived with it goes along.
        setImmediate(next);
      }),
    isFailing: () => failedAt !== null && performance.now() - failedAt < FAILING_FOR_MS,
    requeueUnread: (before, limit) => requeueUnread(database, queue, before, limit),
  };
}

async function keepGroup(
  database: Database,
  queue: JobQueue,
  group: Waiting[],
  onKept: (error?: unknown) => void,
): Promise<void> {
  try {
    const { fresh, notOurs, inDoubt } = await database.transaction((sql) => keep(sql, queue, group));
    onKept();
    // What fails here is found by the sweep: the deliveries are kept.
    if (inDoubt.length > 0) await queue.add(inDoubt).catch(() => undefined);
    // Two of the same bytes in one group: the first is new, the rest are duplicates.
    for (const { delivery, digest, resolve } of group) {
      const name = `${delivery.connectionId}/${digest}`;
      const isNew = fresh.delete(name);
      resolve(isNew ? "new" : notOurs.has(name) ? "not ours" : "duplicate");
    }
  } catch (error) {
    if (group.length > 1 && isAboutOneRow(error)) {
      // One that cannot be kept takes nobody along (S3).
      for (const each of group) await keepGroup(database, queue, [each], onKept);
      return;
    }
    onKept(error);
    for (const { reject } of group) reject(error);
  }
}

/** Bad values, a connection that is no more, a value too long for an index: SQLSTATE classes 22, 23 and 54. */
function isAboutOneRow(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(22|23|54)/.test(String(error.code));
}

interface Kept {
  /** Connection and digest of what was not there before. */
  fresh: Set<string>;
  /** Of those whose connection does not have their token any more. */
  notOurs: Set<string>;
  /**
   * A job is not queued where one for the same call waits already. Should that one start before our delivery is
   * committed, the delivery would be without a turn: such jobs are added once more afterwards, when none waits any more.
   */
  inDoubt: Job[];
}

/** The first subject in this list of which a record or a delivery is kept. Nearly always the list is empty. */
const KNOWN_BEFORE = `(select known from jsonb_array_elements_text(before) with ordinality as k(known, place)
  where exists (select from subjects where connection_id = c and subject = known)
    or exists (select from deliveries where connection_id = c and subject = known)
  order by place limit 1)`;

async function keep(sql: Sql, queue: JobQueue, group: Waiting[]): Promise<Kept> {
  const answered = await sql.keyed<{ connection_id: string; digest: string; subject: string | null; ours: boolean }>(
    // The token was compared with what this node remembers: here it is compared with what is kept.
    `with given as (
       select c, coalesce(${KNOWN_BEFORE}, s) as s, e, r, d, b,
         t is null or exists (select from connections where id = c and webhook_token_hash = t) as ours
       from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::text[])
         as x(c, s, e, r, d, b, before, t)),
     kept as (insert into deliveries (connection_id, subject, event, received_at, digest, body, outcome, outcome_detail)
       select c, s, e, r, d, b, case when s is null then 'ignored' end,
         case when s is null then '{"why": "event_not_followed"}'::jsonb end from given where ours
       on conflict (connection_id, digest) do nothing returning connection_id, digest, subject)
     select connection_id, digest, subject, true as ours from kept
     union all select c, d, s, false from given where not ours`,
    [
      group.map(({ delivery }) => delivery.connectionId),
      group.map(({ delivery }) => delivery.subject),
      group.map(({ delivery }) => delivery.event),
      group.map(({ delivery }) => new Date(delivery.receivedAt)),
      group.map(({ digest }) => digest),
      group.map(({ delivery }) => delivery.body),
      group.map(({ delivery }) => JSON.stringify(delivery.subjectsBefore ?? [])),
      group.map(({ delivery }) => delivery.tokenHash ?? null),
    ],
  );
  const rows = answered.filter(({ ours }) => ours);
  const traces = new Map(group.map(({ delivery, digest }) => [digest, delivery.trace]));
  const turns = rows.flatMap(({ connection_id, subject, digest }) =>
    jobFor(connection_id, subject, traces.get(digest)),
  );
  const waitedAlready = await queue.addInside(sql, [...turns, ...hurriedBy(group, rows)]);
  return {
    fresh: new Set(rows.map((row) => `${row.connection_id}/${row.digest}`)),
    notOurs: new Set(answered.flatMap((row) => (row.ours ? [] : `${row.connection_id}/${row.digest}`))),
    inDoubt: waitedAlready ? turns : [],
  };
}

/** For what was kept by a process that died before it could be sure of a turn, whatever its clock told. */
async function requeueUnread(database: Database, queue: JobQueue, before: number, limit: number): Promise<number> {
  const rows = await database.query<{ connection_id: string; subject: string }>(
    `select distinct connection_id, subject from
       (select connection_id, subject from deliveries where outcome is null
          and (received_at < $1 or received_at > $3 and received_at < $3::timestamptz + interval '10 years') order by received_at limit $2) u`,
    [new Date(before), limit, new Date(before + MOST_AHEAD_MS)],
  );
  await queue.add(rows.flatMap(({ connection_id, subject }) => jobFor(connection_id, subject)));
  return rows.length;
}

/** What cannot wait for a turn, told for the first time by these deliveries: a call that begins, an app taken off. */
function hurriedBy(group: readonly Waiting[], rows: readonly { connection_id: string; digest: string }[]): Job[] {
  const fresh = new Set(rows.map((row) => `${row.connection_id}/${row.digest}`));
  const told = group.filter(({ delivery, digest }) => fresh.has(`${delivery.connectionId}/${digest}`));
  return told.flatMap(({ delivery: { connectionId, subject, rings, removed, receivedAt, trace } }): Job[] => [
    ...(rings && subject !== null
      ? [{ queue: "card" as const, connectionId, subject, heardAt: receivedAt, trace }]
      : []),
    ...(removed ? [{ queue: "care" as const, connectionId, subject: "connection" as const, removed }] : []),
  ]);
}

function jobFor(connectionId: string, subject: string | null, trace?: string): Job[] {
  return subject === null ? [] : [{ queue: "turn", connectionId, subject, trace }];
}
