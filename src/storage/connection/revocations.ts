/**
 * What has to be undone at a vendor. It stays stored until it is done, so that a vendor's outage cannot keep a token
 * alive (N6).
 */
import type { Revocation, RevocationStore } from "../../domain/ports/install.ts";
import { openCredential } from "./credentials.ts";
import type { Database, Sql } from "../db/database.ts";
import type { Sealer } from "./seal.ts";

/** The wait before the first retry. It doubles with each. */
const FIRST_WAIT_S = 60;
const LONGEST_WAIT_S = 3_600;
/** Gives up after this, so that no secret is stored for longer. */
const GIVE_UP_MS = 24 * 3_600_000;

type Row = Omit<Revocation, "credential"> & { sealed: string };

export function revocationStore(database: Database, sealer: Sealer): RevocationStore {
  return {
    async request({ connectionId, account, vendor, credential, webhookId, appOff }, dueAt) {
      const [row] = await database.query<{ id: number }>(
        `insert into revocations (connection_id, account, vendor, sealed, webhook_id, app_off, requested_at, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7) returning id`,
        [
          connectionId,
          account,
          vendor,
          await sealer.seal(JSON.stringify(credential)),
          webhookId,
          appOff,
          new Date(dueAt),
        ],
      );
      return Number(row?.id);
    },
    async take(connectionId, now) {
      const rows = await database.query<Row & Record<string, unknown>>(
        `with due as materialized (select id from revocations where connection_id = $1 and due_at <= $2 for update skip locked)
         update revocations r set attempts = attempts + 1,
           due_at = $2::timestamptz + make_interval(secs => least(${LONGEST_WAIT_S}, ${FIRST_WAIT_S} * power(2, attempts)))
         from due where r.connection_id = $1 and r.id = due.id
         returning r.id, connection_id as "connectionId", account, vendor, sealed, webhook_id as "webhookId", app_off as "appOff"`,
        [connectionId, new Date(now)],
      );
      return Promise.all(
        rows.map(async ({ sealed, ...row }) => ({
          ...row,
          id: Number(row.id),
          credential: await openCredential(sealer, sealed),
        })),
      );
    },
    async done(id) {
      await database.query(`delete from revocations where id = $1`, [id]);
    },
    async due(now, limit) {
      await database.query(`delete from revocations where requested_at < $1`, [new Date(now - GIVE_UP_MS)]);
      const rows = await database.query<{ id: string }>(
        `select distinct connection_id as id from revocations where due_at <= $1 limit $2`,
        [new Date(now), limit],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/** Requests the revocation of a side's stored credential, before it is replaced or deleted. */
export async function requestRevocation(
  sql: Sql,
  connectionId: string,
  side: { vendor: "gorgias" | "aircall"; webhookId: string | null; appOff: boolean; at: number },
): Promise<void> {
  await sql.query(
    `insert into revocations (connection_id, account, vendor, sealed, webhook_id, app_off, requested_at, due_at)
     select id, account, vendor, sealed, $3, $4, $5, $5 from credentials join connections on id = connection_id
     where connection_id = $1 and vendor = $2`,
    [connectionId, side.vendor, side.webhookId, side.appOff, new Date(side.at)],
  );
}
