/** The databases of one command: each simulation has one of its own. */
import { makeDatabase, startPostgresServer } from "../helpers/postgres-server.ts";

export const DATABASES = ["postgres", "embedded"] as const;
export type DatabaseKind = (typeof DATABASES)[number];

export interface Databases {
  /** Gives `work` the address of a new database, which is dropped afterwards. Undefined means the embedded one. */
  withDatabase<T>(work: (url: string | undefined) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openDatabases(kind: DatabaseKind): Promise<Databases> {
  if (kind === "embedded") return { withDatabase: (work) => work(undefined), close: async () => undefined };
  const server = await startPostgresServer();
  return {
    async withDatabase(work) {
      const { url, drop } = await makeDatabase(server.url);
      try {
        return await work(url);
      } finally {
        await drop();
      }
    },
    close: () => server.stop(),
  };
}
