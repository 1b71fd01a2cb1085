/**
 * The processes that work on this database. Each reports regularly that it is alive, and how far its machine's clock is
 * off.
 */
import type { Database } from "./database.ts";

interface Heartbeat {
  id: string;
  role: string;
  /** How far the machine's clock is ahead of the database's. */
  skewMs: number;
}

export interface NodeStore {
  /** Answers the database's time, epoch ms. It writes, so it also rejects when the database is read-only. */
  beat(heartbeat: Heartbeat): Promise<number>;
  /** The process ends normally. */
  leave(id: string): Promise<void>;
}

export function nodeStore(database: Database): NodeStore {
  return {
    async beat({ id, role, skewMs }) {
      const [row] = await database.keyed<{ at: number }>(BEAT, [id, role, Math.round(skewMs)]);
      if (!row) throw new Error("the database kept no heartbeat");
      return row.at;
    },
    async leave(id) {
      await database.query(`delete from nodes where id = $1`, [id]);
    },
  };
}

/** Also deletes nodes that have not reported for a day. */
const BEAT = `
  with told as materialized (select clock_timestamp() as at), forgotten as
    (delete from nodes where seen_at < (select at from told) - interval '1 day' and id <> $1)
  insert into nodes (id, role, started_at, seen_at, skew_ms) select $1, $2, at, at, $3::bigint from told
  on conflict (id) do update set role = excluded.role, seen_at = excluded.seen_at, skew_ms = excluded.skew_ms
  returning extract(epoch from seen_at)::float8 * 1000 as at`;
