/** A process that seals credentials anew and kills itself (SIGKILL) after so many. Its first argument is JSON. */
import type { Database } from "../../src/storage/db/database.ts";
import { openStore, type StoreOptions } from "../../src/storage/db/open-store.ts";
import { rotateKeys } from "../../src/storage/connection/rotate-keys.ts";

export interface RotationOrder {
  databaseUrl: string | null;
  dataDir: string;
  /** Ids and base64, the first one seals. */
  keys: { id: string; base64: string }[];
  dieAfter: number;
}

if (import.meta.main) {
  const { keys, dieAfter, ...where } = JSON.parse(process.argv[2] ?? "{}") as RotationOrder;
  const encryptionKeys = keys.map(({ id, base64 }) => ({ id, bytes: Buffer.from(base64, "base64") }));
  const options: StoreOptions = { ...where, encryptionKeys };
  const { database } = await openStore(options, () => undefined);
  let updates = 0;
  const mortal: Database = {
    ...database,
    async query(text, values) {
      const rows = await database.query<never>(text, values);
      if (text.startsWith("update")) updates += 1;
      if (updates === dieAfter) process.kill(process.pid, "SIGKILL");
      return rows;
    },
  };
  await rotateKeys(mortal, encryptionKeys);
}
