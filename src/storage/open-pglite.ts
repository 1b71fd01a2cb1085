/** PGlite: PostgreSQL in this process, in a folder or in memory. */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import type { Database, Sql } from "./database.ts";

/** PostgreSQL's own default is 128 MB, which would be this process' memory; files that are read again are kept by the system. */
const SETTINGS = ["-c", "shared_buffers=16MB"];

/** The caller holds the folder's lock; null keeps everything in memory. */
export async function openPglite(folder: string | null): Promise<Database> {
  const startParams = [...PGlite.defaultStartParams, ...SETTINGS];
  const pglite = await PGlite.create(
    folder === null ? { startParams } : { startParams, dataDir: join(folder, "postgres") },
  );
  return {
    kind: "pglite",
    ...sqlOn(pglite),
    transaction: (work) => pglite.transaction((tx) => work(sqlOn(tx))),
    queue: fromPglite(pglite),
    close: () => pglite.close(),
  };
}

/** It keeps no plans: everything is planned each time. */
function sqlOn(on: Pick<PGlite, "query">): Sql {
  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await on.query<Row>(text, [...values])).rows;
  return { query, keyed: query };
}
