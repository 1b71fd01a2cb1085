/**
 * The databases of simulations. Those that run at the same time are on servers of their own: what other transactions of a
 * server do decides where PostgreSQL puts rows, and rows of the same rank come in that order.
 */
import { makeDatabase, startPostgresServer, type PostgresServer } from "../helpers/postgres-server.ts";

export const DATABASES = ["postgres", "embedded"] as const;
export type DatabaseKind = (typeof DATABASES)[number];

export interface Databases {
  /** Gives `work` the address of a new database, which is dropped afterwards. Undefined means the embedded one. */
  withDatabase<T>(work: (url: string | undefined) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openDatabases(kind: DatabaseKind): Databases {
  if (kind === "embedded") return { withDatabase: (work) => work(undefined), close: async () => undefined };
  const started: Promise<PostgresServer>[] = [];
  const idle: Promise<PostgresServer>[] = [];
  const start = () => {
    const server = startPostgresServer();
    started.push(server);
    return server;
  };
  return {
    async withDatabase(work) {
      const server = idle.pop() ?? start();
      try {
        const { url, drop } = await makeDatabase((await server).url);
        try {
          return await work(url);
        } finally {
          await drop();
        }
      } finally {
        idle.push(server);
      }
    },
    async close() {
      for (const server of await Promise.allSettled(started))
        if (server.status === "fulfilled") await server.value.stop();
    },
  };
}
