/** Alerts: raised once, updated while they are active, and stored after they are resolved. */
import { HAPPENINGS, type Alert } from "../../domain/alerts/alert.ts";
import type { AlertStore } from "../../domain/ports/maintenance.ts";
import { toJsonb, type Database } from "../db/database.ts";

const COLUMNS = `id, kind, detail, raised_at as "raisedAt", resolved_at as "resolvedAt"`;

export function alertStore(database: Database): AlertStore {
  return {
    async raise(connectionId, kind, detail, now) {
      const [row] = await database.query<Alert & { fresh: boolean } & Record<string, unknown>>(
        `insert into alerts (connection_id, kind, detail, raised_at) values ($1, $2, $3::jsonb, $4)
         on conflict (connection_id, kind) where resolved_at is null do update set detail = excluded.detail
         returning ${COLUMNS}, xmax = 0 as fresh`,
        [connectionId, kind, toJsonb(detail), new Date(now)],
      );
      if (!row?.fresh) return null;
      const { id, raisedAt, resolvedAt } = row;
      return { id, kind, detail, raisedAt, resolvedAt };
    },
    async resolve(connectionId, kind, now) {
      await database.query(
        `update alerts set resolved_at = $3 where connection_id = $1 and kind = $2 and resolved_at is null`,
        [connectionId, kind, new Date(now)],
      );
    },
    async status(connectionId) {
      const rows = await database.query<{ kind: Alert["kind"] }>(
        `select kind from alerts where connection_id = $1 and resolved_at is null`,
        [connectionId],
      );
      return new Set(rows.map(({ kind }) => kind));
    },
    list: (connectionId, limit) =>
      database.query<Alert & Record<string, unknown>>(
        `select ${COLUMNS} from alerts where connection_id = $1 order by (resolved_at is null) desc, id desc limit $2`,
        [connectionId, limit],
      ),
    untold: (connectionId, since) =>
      database.query<Alert & Record<string, unknown>>(
        `select ${COLUMNS} from alerts where connection_id = $1 and reported_at is null
           and (resolved_at is null or (kind = any($2::text[]) and raised_at >= $3)) order by id`,
        [connectionId, HAPPENINGS, new Date(since)],
      ),
    async markTold(connectionId, ids, now) {
      await database.query(`update alerts set reported_at = $3 where connection_id = $1 and id = any($2::bigint[])`, [
        connectionId,
        ids,
        new Date(now),
      ]);
    },
  };
}
