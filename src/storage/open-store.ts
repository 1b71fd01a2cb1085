/** Opens the configured database and the keys that seal secrets in it. */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";
import { lockFolder, type FolderLock } from "./folder-lock.ts";
import { openPglite } from "./open-pglite.ts";
import { openPostgres } from "./open-postgres.ts";
import type { SealingKey } from "./seal.ts";

export interface StoreOptions {
  databaseUrl: string | null;
  dataDir: string;
  encryptionKeys: SealingKey[] | null;
}

export interface Store {
  database: Database;
  keys: SealingKey[];
  /** No other process can be using this database. */
  alone: boolean;
  /** The embedded database's folder lock; null with a server. */
  lock: FolderLock | null;
  close(): Promise<void>;
}

/** Rejects when the folder is in use, or the server cannot be reached once it is first asked. */
export async function openStore(options: StoreOptions, onError: (error: Error) => void): Promise<Store> {
  if (options.databaseUrl !== null) {
    const database = openPostgres({ url: options.databaseUrl }, onError);
    return { database, keys: options.encryptionKeys ?? [], alone: false, lock: null, close: () => database.close() };
  }
  const lock = await lockFolder(options.dataDir);
  const keys = options.encryptionKeys ?? [await ownKey(join(options.dataDir, "encryption-key"))];
  const database = await openPglite(options.dataDir);
  return {
    database,
    keys,
    alone: true,
    lock,
    async close() {
      await database.close();
      await lock.release();
    },
  };
}

/** The key generated for the embedded database: `id:base64`, readable by its owner alone. */
async function ownKey(file: string): Promise<SealingKey> {
  const fresh = `local:${randomBytes(32).toString("base64")}`;
  await writeFile(file, fresh, { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const [id, base64] = (await readFile(file, "utf8")).trim().split(":");
  if (!id || !base64)
    throw new Error(`${file} holds no key. Restore it from a backup: without it the stored credentials are lost.`);
  return { id, bytes: Buffer.from(base64, "base64") };
}
