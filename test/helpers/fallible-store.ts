/** An embedded database in memory whose statements fail where the test says so. */
import type { Database, Sql } from "../../src/storage/db/database.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { memoryStore } from "./world.ts";

export interface FallibleStore extends Store {
  /** Whether this statement fails, asked before it is sent. Null: none does. */
  failsAt: ((text: string, values: readonly unknown[]) => boolean) | null;
}

export async function fallibleStore(): Promise<FallibleStore> {
  const store = await memoryStore();
  const { database } = store;
  const check = (text: string, values: readonly unknown[] = []): void => {
    if (fallible.failsAt?.(text, values)) throw new Error("the database is down");
  };
  const watched = (sql: Sql): Sql => ({
    ...sql,
    query: async (text, values) => (check(text, values), sql.query(text, values)),
    keyed: async (text, values) => (check(text, values), sql.keyed(text, values)),
  });
  const transaction: Database["transaction"] = (work, options) =>
    database.transaction((sql) => work(watched(sql)), options);
  const fallible: FallibleStore = {
    ...store,
    database: { ...database, ...watched(database), transaction },
    failsAt: null,
  };
  return fallible;
}
