/** Opens one stored credential for each sealing key. A wrong key fails at the start, not in each run. */
import { decodeProtectedHeader } from "jose";
import type { Database } from "../db/database.ts";
import { createSealer, type SealingKey } from "./seal.ts";

interface Row {
  account: string;
  vendor: string;
  sealed: string;
}

/** Rejects with one line that names `ENCRYPTION_KEYS`, the key's id and one account. */
export async function checkKeys(database: Database, keys: readonly SealingKey[]): Promise<void> {
  // The part before the first dot is the JWE header, which names the key.
  const rows = await database.query<Row & Record<string, unknown>>(
    `select distinct on (split_part(sealed, '.', 1)) account, vendor, sealed
     from credentials join connections on id = connection_id order by split_part(sealed, '.', 1), account, vendor`,
  );
  const sealer = createSealer(keys);
  for (const { account, vendor, sealed } of rows) {
    await sealer.open(sealed).catch(() => {
      const id = keyOf(sealed);
      const held = keys.some((key) => key.id === id) ? "is another than the one of that name" : "is missing";
      throw new Error(
        `ENCRYPTION_KEYS: the key "${id}", which sealed the ${vendor} credential of ${account}, ${held}. Set the key that the database was used with, behind a comma if it is an older one. Example: ENCRYPTION_KEYS=main:<base64 of 32 bytes>`,
      );
    });
  }
}

function keyOf(sealed: string): string {
  try {
    return decodeProtectedHeader(sealed).kid ?? "?";
  } catch {
    return "?";
  }
}
