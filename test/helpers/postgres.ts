/** Separate databases on the real PostgreSQL that global-setup.ts runs. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { TEMPLATE } from "../contracts/postgres-server.ts";
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
export async function freshPostgres({ empty = false }: FreshOptions = {}): Promise<PostgresStore> {
  const server = await shared("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  // Copying files is faster than logging every page, and the checkpoint is cheap here.
  await run(server, `create database ${name} template ${empty ? "template0" : TEMPLATE} strategy file_copy`);
  const url = `${server}/${name}`;
  const database = openPostgres({ url }, () => undefined);
  return {
    url,
    database,
    keys: [{ id: "test", bytes: new Uint8Array(32).fill(7) }],
    alone: false,
    lock: null,
    async close() {
      await database.close();
      // By force, because a queue's own pool may close a moment later.
      await run(server, `drop database ${name} with (force)`);
    },
  };
}

/** Options for `openWorld` on PostgreSQL. */
export async function postgresWorld(): Promise<WorldOptions> {
  const store = await freshPostgres();
  return { store, databaseUrl: store.url };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
