/** Seals every credential anew with the first key, one by one: nodes go on meanwhile, and a rotation that is cut short goes on where it was. */
import { decodeProtectedHeader } from "jose";
import type { Database } from "./database.ts";
import { createSealer, type Sealer, type SealingKey } from "./seal.ts";

export interface Rotated {
  /** Sealed anew now. */
  rotated: number;
  /** Sealed with the first key already. */
  current: number;
}

interface Row {
  id: string;
  account: string;
  vendor: string;
  sealed: string;
}

/** A node that still seals with an older key may be quicker once; more often would be no accident. */
const MOST_TRIES = 5;

/**
 * Rejects once all others are done where a secret's key is not among these, naming whose and which. Credentials are the
 * only secrets that are sealed; those that wait to be revoked are sealed anew as well.
 */
export async function rotateKeys(database: Database, keys: readonly SealingKey[]): Promise<Rotated> {
  const sealer = createSealer(keys);
  const first = keys[0]?.id ?? "";
  const rotated: Rotated = { rotated: 0, current: 0 };
  const unreadable: string[] = [];
  const rows = await database.query<Row & Record<string, unknown>>(
    `select connection_id as id, account, vendor, sealed from credentials join connections on id = connection_id
     order by account, vendor`,
  );
  for (const row of rows) {
    try {
      rotated[await sealAnew(database, sealer, first, row)] += 1;
    } catch (error) {
      unreadable.push(`${row.vendor} of ${row.account}: ${error instanceof Error ? error.message : "unreadable"}`);
    }
  }
  await rotateRevocations(database, sealer, first);
  if (unreadable.length > 0) {
    throw new Error(`${rotated.rotated} sealed anew, ${unreadable.length} could not be. ${unreadable.join(". ")}.`);
  }
  return rotated;
}

/** A credential that was replaced or taken away meanwhile is never written over. */
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

/** Secrets that are about to be revoked; one that cannot be read is forgotten within a day all the same. */
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
