/** Seals every credential anew with the first key, one by one: nodes go on meanwhile, and a rotation that is cut short goes on where it was. */
import { decodeProtectedHeader } from "jose";
import type { Database } from "./database.ts";
import { createSealer, type SealingKey } from "./seal.ts";

export interface Rotated {
  /** Sealed anew now. */
  rotated: number;
  /** Sealed with the first key already. */
  current: number;
}

/** Rejects for a secret whose key is not among these. Credentials are the only secrets that are sealed. */
export async function rotateKeys(database: Database, keys: readonly SealingKey[]): Promise<Rotated> {
  const sealer = createSealer(keys);
  const rotated: Rotated = { rotated: 0, current: 0 };
  const rows = await database.query<{ connection_id: string; vendor: string; sealed: string }>(
    `select connection_id, vendor, sealed from credentials order by connection_id, vendor`,
  );
  for (const { connection_id, vendor, sealed } of rows) {
    if (decodeProtectedHeader(sealed).kid === keys[0]?.id) {
      rotated.current += 1;
      continue;
    }
    const fresh = await sealer.seal(await sealer.open(sealed));
    // A token that was refreshed meanwhile is sealed with the first key already.
    const changed = await database.query(
      `update credentials set sealed = $4 where connection_id = $1 and vendor = $2 and sealed = $3 returning 1`,
      [connection_id, vendor, sealed, fresh],
    );
    if (changed.length > 0) rotated.rotated += 1;
    else rotated.current += 1;
  }
  return rotated;
}
