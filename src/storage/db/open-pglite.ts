/** PGlite: PostgreSQL inside this process, in a folder or in memory. */
import { join } from "node:path";
import v8 from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import type { Database, Sql } from "./database.ts";
import { spaceGuard, type SpaceGuard } from "./disk-space.ts";

/**
 * PostgreSQL's default is 128 MB, which would be this process' memory. The operating system caches the files anyway.
 */
const SETTINGS = ["-c", "shared_buffers=8MB"];

/**
 * Compiles the WebAssembly code once, without optimisation. Optimised code answers a quarter more queries a second. It
 * costs 60 MB, and a second of every start. For that much load, use PostgreSQL.
 */
const COMPILE_ONCE = ["--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

/** A database in memory cannot fill a disk. */
const NO_GUARD: SpaceGuard = async () => undefined;

/** The caller must hold the lock of the folder. Null keeps everything in memory. A new database begins with `image`. */
export async function openPglite(
  folder: string | null,
  image: Blob | null = null,
  guard: SpaceGuard = folder === null ? NO_GUARD : spaceGuard(folder),
): Promise<Database> {
  for (const flag of COMPILE_ONCE) v8.setFlagsFromString(flag);
  // Opening the database writes too.
  await guard("open");
  const startParams = [...PGlite.defaultStartParams, ...SETTINGS];
  const pglite = await PGlite.create({
    startParams,
    ...(folder === null ? {} : { dataDir: join(folder, "postgres") }),
    ...(image === null ? {} : { loadDataDir: image }),
  });
  return {
    kind: "pglite",
    ...sqlOn(pglite, guard),
    async transaction(work) {
      await guard("begin");
      return pglite.transaction((tx) => work(sqlOn(tx, NO_GUARD)));
    },
    writable: () => guard("write"),
    listen: (channel, hear) => pglite.listen(channel, hear),
    close: () => pglite.close(),
  };
}

/** PGlite caches no plans, so `keyed` is `query`. */
function sqlOn(on: Pick<PGlite, "query">, guard: SpaceGuard): Sql {
  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) => {
    await guard(text);
    return (await on.query<Row>(text, [...values])).rows;
  };
  return { query, keyed: query };
}
