/** The chaos suite's PostgreSQL: stops and starts it, cuts its connections, and queries it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import type { Database } from "../../src/storage/db/database.ts";
import type { ServerReply } from "./database-program.ts";

export interface ChaosServer {
  /** For Node's compiled code, because a process that is killed every few seconds spends most of its time starting. */
  cacheDir: string;
  /** A new database. Opened once per run. */
  open(name: string): Promise<ChaosDatabase>;
  close(): Promise<void>;
}

export interface ChaosDatabase {
  url: string;
  /** Retries while the server is down. */
  query<Row extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  restart(how: "fast" | "immediate", awayMs: number): Promise<void>;
  /** Ends so many connections of the service, and waits while there are none. */
  cut(connections: number): Promise<void>;
  /** Closes the suite's own pool. */
  close(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, "database-program.ts");
const TIMEOUT_MS = 30_000;
/** The application name of the suite's own connections. */
const OURS = "chaos";

export async function startServer(): Promise<ChaosServer> {
  // A process group of its own: a Ctrl-C must not end the program before it has removed its folder.
  const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  const readReply = async (): Promise<{ url: string; cacheDir: string }> => {
    const { value } = await lines.next();
    const reply = JSON.parse(String(value ?? `{"error":"PostgreSQL ended by itself"}`)) as ServerReply;
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  };
  const send = async (line: string) => {
    program.stdin.write(`${line}\n`);
    await readReply();
  };
  const { url: server, cacheDir } = await readReply();
  let last = Promise.resolve();
  /** One after the other, because a server that is being stopped must not be stopped again. */
  const inSequence = (work: () => Promise<void>): Promise<void> => (last = last.then(work));
  const restart = (how: "fast" | "immediate", awayMs: number) =>
    inSequence(async () => {
      await send(`stop ${how}`);
      await pause(awayMs);
      await send("start");
    });
  return {
    cacheDir,
    async open(name) {
      const template = openPostgres({ url: `${server}/chaos`, poolSize: 1 }, () => undefined);
      await template.query(`create database ${name}`);
      await template.close();
      return describe(`${server}/${name}`, restart);
    },
    async close() {
      await last.catch(() => undefined);
      program.stdin.end();
      await exited;
    },
  };
}

function describe(url: string, restart: ChaosDatabase["restart"]): ChaosDatabase {
  const pool: Database = openPostgres({ url: `${url}?application_name=${OURS}`, poolSize: 3 }, () => undefined);
  const query = async <Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) => {
    const until = Date.now() + TIMEOUT_MS;
    for (;;) {
      try {
        return await pool.query<Row>(text, values);
      } catch (error) {
        if (Date.now() > until) throw error;
        await pause(200);
      }
    }
  };
  return {
    url,
    query,
    restart,
    async cut(connections) {
      const until = Date.now() + TIMEOUT_MS;
      for (;;) {
        const ended = await query(
          `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
           where datname = current_database() and application_name <> $2 order by random() limit $1) a`,
          [connections, OURS],
        );
        if (ended.length > 0) return;
        if (Date.now() > until) throw new Error("the service has no connection that could be cut");
        await pause(100);
      }
    },
    close: () => pool.close(),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
