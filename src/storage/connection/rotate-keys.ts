/**
 * Reseals every credential with the first key, one by one. Nodes go on meanwhile, and an interrupted rotation can be
 * resumed.
 */
import { decodeProtectedHeader } from "jose";
import type { Report } from "../../kit/progress.ts";
import type { Database } from "../db/database.ts";
import { createSealer, type Sealer, type SealingKey } from "./seal.ts";

export interface Rotated {
  /** Resealed by this rotation. */
  rotated: number;
  /** Already sealed with the first key. */
  current: number;
}

interface Row {
  id: string;
  account: string;
  vendor: string;
  sealed: string;
}

/** A node that still seals with an older key may win the race once. More often is no accident. */
const MOST_TRIES = 5;

/**
 * Reseals all it can. Then it rejects if a secret's key is not in `keys`, and names the account and the key. Only
 * credentials are sealed for long, and those that wait to be revoked are resealed too.
 */
export async function rotateKeys(
  database: Database,
  keys: readonly SealingKey[],
  report: Report = () => undefined,
): Promise<Rotated> {
  const sealer = createSealer(keys);
  const first = keys[0]?.id ?? "";
  const rotated: Rotated = { rotated: 0, current: 0 };
  const unreadable: string[] = [];
  const rows = await database.query<Row & Record<string, unknown>>(
    `select connection_id as id, account, vendor, sealed from credentials join connections on id = connection_id
     order by account, vendor`,
  );
  for (const [done, row] of rows.entries()) {
    report({ done, total: rows.length });
    try {
      rotated[await sealAnew(database, sealer, first, row)] += 1;
    } catch (error) {
      unreadable.push(`${row.vendor} of ${row.account}: ${error instanceof Error ? error.message : "unreadable"}`);
    }
  }
  await rotateRevocations(database, sealer, first);
  unreadable.push(...(await rotateEndpoints(database, sealer, first)));
  if (unreadable.length > 0) {
    throw new Error(`${rotated.rotated} sealed anew, ${unreadable.length} could not be. ${unreadable.join(". ")}.`);
  }
  return rotated;
}

/** Never overwrites a credential that was replaced or deleted meanwhile. */
async function sealAnew(database: Database, sealer: Sealer, first: string, row: Row): Promise<keyof Rotated> {
  let { sealed } = row;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (decodeProtectedHeader(sealed).kid === first) return "current";
    const fresh = await sealer.seal(await sealer.open(sealed));
    const changed = await database.query(
      `update credentials set sealed = $4 where connection_id = $1 and vendor = $2 and sealed = $3 returning 1`,
      [row.id, row.vendor, sealed, fresh],
    );
    if (changed.length > 0) return "rotated";
    const [now] = await database.query<{ sealed: string }>(
      `select sealed from credentials where connection_id = $1 and vendor = $2`,
      [row.id, row.vendor],
    );
    if (!now) return "current";
    sealed = now.sealed;
  }
  throw new Error("it changes all the time");
}

/** The secrets of webhook endpoints. Answers those that cannot be read. */
async function rotateEndpoints(database: Database, sealer: Sealer, first: string): Promise<string[]> {
  const unreadable: string[] = [];
  for (const column of ["sealed", "previous_sealed"]) {
    const rows = await database.query<{ id: string; account: string; connectionId: string; sealed: string }>(
      `select e.id, account, connection_id as "connectionId", ${column} as sealed
       from webhook_endpoints e join connections c on c.id = connection_id where ${column} is not null order by account, e.id`,
    );
    for (const { id, account, connectionId, sealed } of rows) {
      try {
        if (decodeProtectedHeader(sealed).kid === first) continue;
        const fresh = await sealer.seal(await sealer.open(sealed));
        await database.query(
          `update webhook_endpoints set ${column} = $4 where connection_id = $1 and id = $2 and ${column} = $3`,
          [connectionId, id, sealed, fresh],
        );
      } catch (error) {
        unreadable.push(`webhook of ${account}: ${error instanceof Error ? error.message : "unreadable"}`);
      }
    }
  }
  return unreadable;
}

/** Secrets that wait to be revoked. An unreadable one is skipped, because it is deleted within a day. */
async function rotateRevocations(database: Database, sealer: Sealer, first: string): Promise<void> {
  const rows = await database.query<{ id: number; sealed: string }>(`select id, sealed from revocations`);
  for (const { id, sealed } of rows) {
    if (decodeProtectedHeader(sealed).kid === first) continue;
    const fresh = await sealer.open(sealed).then(
      (secret) => sealer.seal(secret),
      () => null,
    );
    if (fresh !== null) await database.query(`update revocations set sealed = $2 where id = $1`, [id, fresh]);
  }
}
