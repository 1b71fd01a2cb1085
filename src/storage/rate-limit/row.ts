/**
 * One bucket as a row that all processes share. A process replaces it only if no other process replaced it meanwhile.
 */
import { z } from "zod";
import { defaultSettings } from "../../domain/settings/settings.ts";
import { newBucket, used, type Bucket } from "../../rate-limit/bucket.ts";
import type { RateLimitDefaults, Vendor } from "../../rate-limit/port.ts";
import type { Database, Sql } from "../db/database.ts";

/** A row as it was read or written. */
export interface Row {
  bucket: Bucket;
  /** 0 when there is no row yet. */
  version: number;
  readAt: number;
}

/** Requests to add to the figures of one minute. */
export interface MinuteUsage {
  /** The minute's beginning, ISO 8601. */
  minute: string;
  priority: string;
  requests: number;
  refused: number;
}

export interface UsageUpdate {
  now: number;
  usage: readonly MinuteUsage[];
  /** Deletes the minutes before this one, and keeps their sums by hour. Null deletes none. */
  deleteBefore: number | null;
}

export interface RowAccess {
  read(now: number): Promise<Row>;
  /** If another process was faster, nothing changes, and the answer is that process' row. */
  replace(row: Row, next: Bucket, update: UsageUpdate): Promise<{ done: boolean; row: Row }>;
}

/** The column has older names than the code. */
const memorySchema = z
  .object({
    inFlight: z.array(z.number()).default([]),
    heardAt: z.number().nullable().default(null),
    counted: z.number().default(0),
    anchor: z.object({ at: z.number(), level: z.number(), sent: z.number() }).nullable().default(null),
    grantedAt: z.record(z.string(), z.number()).default({}),
  })
  .transform(({ heardAt: answeredAt, ...memory }) => ({ ...memory, answeredAt }));

interface StoredRow {
  capacity: number;
  drain_per_s: number;
  level: number;
  level_at: Date;
  blocked_until: Date | null;
  refused_since: Date | null;
  memory: unknown;
  version: number;
  share: number | null;
}

/** The percentage that the admin leaves to the shop's other apps (L2). Aircall's limit is for this app alone. */
const SHARE = `case when $2 = 'gorgias' then
  coalesce((select (settings ->> 'sharePercent')::float8 from connections where id = $1), ${defaultSettings.sharePercent}) else 0 end`;

export function rowAccess(
  database: Database,
  connectionId: string,
  vendor: Vendor,
  defaults: RateLimitDefaults,
): RowAccess {
  const rowOf = (stored: StoredRow | undefined, now: number): Row => {
    const fresh = newBucket(defaults, Number(stored?.share ?? 0), now);
    // Without a bucket's row, the query still returns a line with the share.
    if (!stored?.version) return { bucket: fresh, version: 0, readAt: now };
    return { bucket: { ...fresh, ...bucketOf(stored) }, version: Number(stored.version), readAt: now };
  };
  return {
    async read(now) {
      const [stored] = await database.keyed<StoredRow>(READ, [connectionId, vendor]);
      return rowOf(stored, now);
    },
    async replace({ version }, next, { now, usage, deleteBefore }) {
      const { limit, drainPerS, levelAt, blockedUntil, refusedSince } = next;
      const [stored] = await database.keyed<StoredRow & { written: number | null }>(REPLACE, [
        connectionId,
        vendor,
        version,
        limit,
        drainPerS,
        // This column contains everything that may be in the bucket.
        used(next),
        new Date(levelAt),
        dateOf(blockedUntil),
        dateOf(refusedSince),
        JSON.stringify(memoryOf(next)),
        JSON.stringify(usage),
        dateOf(deleteBefore),
      ]);
      if (!stored?.written) return { done: false, row: rowOf(stored, now) };
      const bucket = { ...next, sharePercent: Number(stored.share) };
      return { done: true, row: { bucket, version: Number(stored.written), readAt: now } };
    },
  };
}

/** A reactivated connection has no rejection yet, so its patience begins anew (L5). */
export async function forgetRejections(sql: Sql, connectionId: string): Promise<void> {
  await sql.query(
    `update rate_limits set refused_since = null, version = version + 1 where connection_id = $1 and refused_since is not null`,
    [connectionId],
  );
}

function bucketOf(stored: StoredRow): Partial<Bucket> {
  const memory = memorySchema.parse(stored.memory);
  return {
    ...memory,
    limit: Number(stored.capacity),
    drainPerS: Number(stored.drain_per_s),
    level: Math.max(0, Number(stored.level) - memory.inFlight.length),
    levelAt: stored.level_at.getTime(),
    blockedUntil: stored.blocked_until?.getTime() ?? null,
    refusedSince: stored.refused_since?.getTime() ?? null,
  };
}

function memoryOf({ inFlight, answeredAt: heardAt, counted, anchor, grantedAt }: Bucket) {
  return { inFlight, heardAt, counted, anchor, grantedAt };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

const ROW = `b.capacity, b.drain_per_s, b.level, b.level_at, b.blocked_until, b.refused_since, b.memory, b.version, ${SHARE} as share`;

const READ = `
  select ${ROW} from (select 1) one left join rate_limits b on b.connection_id = $1 and b.vendor = $2`;

/** Days for which the requests of each hour stay. The console shows 30 days at most. */
const KEEP_DAYS = 32;

/** Deleted minutes are summed up by hour. The final select sees the row from before the write. */
const REPLACE = `
  with written as (
    insert into rate_limits as b
      (connection_id, vendor, capacity, drain_per_s, level, level_at, blocked_until, refused_since, memory, version)
    values ($1, $2, $4::float8, $5::float8, $6::float8, $7::timestamptz, $8::timestamptz, $9::timestamptz, $10::jsonb, 1)
    on conflict (connection_id, vendor) do update set
      capacity = excluded.capacity, drain_per_s = excluded.drain_per_s, level = excluded.level, level_at = excluded.level_at,
      blocked_until = excluded.blocked_until, refused_since = excluded.refused_since, memory = excluded.memory,
      version = b.version + 1
    where b.version = $3::bigint
    returning version
  ), counted as (
    insert into rate_limit_minutes as m (connection_id, vendor, minute, priority, requests, refused)
    select $1, $2, s.minute, s.priority, s.requests, s.refused
    from jsonb_to_recordset($11::jsonb) as s(minute timestamptz, priority text, requests int, refused int)
    where exists (select from written)
    on conflict (connection_id, vendor, minute, priority) do update set
      requests = m.requests + excluded.requests, refused = m.refused + excluded.refused
  ), deleted as (
    delete from rate_limit_minutes
    where connection_id = $1 and vendor = $2 and minute < $12::timestamptz and exists (select from written)
    returning minute, requests, refused
  ), summed as (
    insert into rate_limit_hours as h (connection_id, vendor, hour, requests, refused)
    select $1, $2, to_timestamp(floor(extract(epoch from minute) / 3600) * 3600) as hour, sum(requests), sum(refused)
    from deleted group by 3
    on conflict (connection_id, vendor, hour) do update set
      requests = h.requests + excluded.requests, refused = h.refused + excluded.refused
  ), forgotten as (
    delete from rate_limit_hours
    where connection_id = $1 and vendor = $2 and hour < $12::timestamptz - interval '${KEEP_DAYS} days'
      and exists (select from written)
  )
  select ${ROW}, w.version as written
  from (select 1) one left join written w on true left join rate_limits b on b.connection_id = $1 and b.vendor = $2`;
