/** Separate databases on the real PostgreSQL that global-setup.ts runs. */
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { makeDatabase } from "./postgres-server.ts";
import { shared } from "./shared.ts";
import type { WorldOptions } from "./world.ts";

export interface PostgresStore extends Store {
  /** For more pools on the same database. */
  url: string;
}

export interface FreshOptions {
  /** If true, without any migration. */
  empty?: boolean;
}

/** A new database with every migration. Closing drops it. */
export async function freshPostgres(options: FreshOptions = {}): Promise<PostgresStore> {
  const { url, drop } = await makeDatabase(await shared("postgres"), options);
  const database = openPostgres({ url }, () => undefined);
  return {
    url,
    database,
    keys: [{ id: "test", bytes: new Uint8Array(32).fill(7) }],
    alone: false,
    lock: null,
    async close() {
      await database.close();
      await drop();
    },
  };
}

/** Options for `openWorld` on PostgreSQL. */
export async function postgresWorld(): Promise<WorldOptions> {
  const store = await freshPostgres();
  return { store, databaseUrl: store.url };
}
