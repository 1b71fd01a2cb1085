/** The PostgreSQL of all measurements: its own process with default settings, so that a commit reaches the disk. */
import pg from "pg";
import { migrate } from "../src/storage/db/migrate.ts";
import { openPostgres } from "../src/storage/db/open-postgres.ts";
import type { PostgresServer } from "./backlog-setup.ts";
import { startProgram } from "./processes.ts";

export interface DurablePostgres extends PostgresServer {
  /** Id of the process that runs the server. */
  pid: number;
}

/** `settings` in PostgreSQL's form, such as `shared_preload_libraries=pg_stat_statements`. */
export async function startDurablePostgres(settings: readonly string[] = []): Promise<DurablePostgres> {
  const program = await startProgram("durable-process.ts", settings);
  const query = async (address: string, text: string) => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    return client.query(text).then(
      (result) => client.end().then(() => ([result].flat().at(-1)?.rows ?? []) as Record<string, unknown>[]),
      (error: unknown) => client.end().then(() => Promise.reject(error)),
    );
  };
  let databases = 0;
  return {
    pid: program.pid,
    query,
    async create() {
      databases += 1;
      await query(`${program.said}/postgres`, `create database bench_${databases}`);
      const url = `${program.said}/bench_${databases}`;
      const database = openPostgres({ url }, () => undefined);
      await migrate(database).finally(() => database.close());
      return url;
    },
    close: () => program.close(),
  };
}
