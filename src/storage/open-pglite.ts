/** PGlite: PostgreSQL in this process, in a folder or in memory. */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import type { Database } from "./database.ts";

/** The caller holds the folder's lock; null keeps everything in memory. */
export async function openPglite(folder: string | null): Promise<Database> {
  const pglite = await PGlite.create(folder === null ? {} : { dataDir: join(folder, "postgres") });
  return {
    kind: "pglite",
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(text, [...values])).rows,
    transaction: (work) =>
      pglite.transaction((tx) =>
        work({
          query: async <Row>(text: string, values: readonly unknown[] = []) =>
            (await tx.query<Row>(text, [...values])).rows,
        }),
      ),
    queue: fromPglite(pglite),
    close: () => pglite.close(),
  };
}
