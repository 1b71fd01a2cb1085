/** PGlite: PostgreSQL in this process, in a folder or in memory. */
import { join } from "node:path";
import v8 from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import type { Database, Sql } from "./database.ts";
import { spaceGuard, type SpaceGuard } from "./disk-space.ts";

/** PostgreSQL's own default is 128 MB, which would be this process' memory; files that are read again are kept by the system. */
const SETTINGS = ["-c", "shared_buffers=8MB"];

/**
 * Its code is compiled once and plainly: compiling what is much used again, and better, answers a quarter more questions a
 * second, and takes 60 MB and a second of every start for it. Who needs that many has PostgreSQL.
 */
const COMPILE_ONCE = ["--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

/** In memory there is no disk that could be full. */
const NO_GUARD: SpaceGuard = async () => undefined;

/** The caller holds the folder's lock; null keeps everything in memory. `image` is what a new one begins with. */
export async function openPglite(
  folder: string | null,
  image: Blob | null = null,
  guard: SpaceGuard = folder === null ? NO_GUARD : spaceGuard(folder),
): Promise<Database> {
  for (const flag of COMPILE_ONCE) v8.setFlagsFromString(flag);
  // Opening writes as well.
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

/** It keeps no plans: everything is planned each time. */
function sqlOn(on: Pick<PGlite, "query">, guard: SpaceGuard): Sql {
  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) => {
    await guard(text);
    return (await on.query<Row>(text, [...values])).rows;
  };
  return { query, keyed: query };
}
