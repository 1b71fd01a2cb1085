/** Opens the configured database and the keys that seal secrets in it. */
import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";
import { checkServer } from "./check-server.ts";
import { lockFolder, type FolderLock } from "./folder-lock.ts";
import { unpackNewDatabase } from "./new-database.ts";
import { openPglite } from "./open-pglite.ts";
import { openPostgres } from "./open-postgres.ts";
import { closeFiles, folderError } from "./own-folder.ts";
import type { SealingKey } from "../connection/seal.ts";

export interface StoreOptions {
  databaseUrl: string | null;
  dataDir: string;
  encryptionKeys: SealingKey[] | null;
}

export interface Store {
  database: Database;
  keys: SealingKey[];
  /** Whether no other process can use this database. */
  alone: boolean;
  /** The folder lock of the embedded database. Null with a server. */
  lock: FolderLock | null;
  close(): Promise<void>;
}

/** Rejects with one line for the operator when the folder is in use or unusable, or when the server is unusable. */
export async function openStore(options: StoreOptions, onError: (error: Error) => void): Promise<Store> {
  if (options.databaseUrl !== null) {
    await checkServer(options.databaseUrl);
    const database = openPostgres({ url: options.databaseUrl }, onError);
    return { database, keys: options.encryptionKeys ?? [], alone: false, lock: null, close: () => database.close() };
  }
  return openEmbedded(options);
}

async function openEmbedded({ dataDir, encryptionKeys }: StoreOptions): Promise<Store> {
  const lock = await lockFolder(dataDir);
  try {
    const keys = encryptionKeys ?? [await ownKey(join(dataDir, "encryption-key"))];
    await unpackNewDatabase(dataDir);
    const database = await openPglite(dataDir);
    // PGlite creates some files with wider permissions while it opens. Until then the folder keeps other users out.
    await closeFiles(join(dataDir, "postgres"));
    const close = async () => {
      await database.close();
      await lock.release();
    };
    return { database, keys, alone: true, lock, close };
  } catch (error) {
    await lock.release();
    throw folderError(dataDir, error);
  }
}

/** The generated key of the embedded database, `id:base64`, readable by its owner only. */
async function ownKey(file: string): Promise<SealingKey> {
  const fresh = `local:${randomBytes(32).toString("base64")}`;
  await writeFile(file, fresh, { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await chmod(file, 0o600);
  const [id, base64] = (await readFile(file, "utf8")).trim().split(":");
  if (!id || !base64)
    throw new Error(
      `DATA_DIR: ${file} holds no key. Restore it from a backup: without it the stored credentials are lost.`,
    );
  return { id, bytes: Buffer.from(base64, "base64") };
}
