/** The chaos suite's side of its PostgreSQL: stopped, started, robbed of connections, and asked in the end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import type { Database } from "../../src/storage/db/database.ts";
import type { Told } from "./database-program.ts";

export interface ChaosServer {
  /** For Node's compiled code: a process that is killed every few seconds spends its life starting. */
  cacheDir: string;
  /** A database of its own; opened once per run. */
  open(name: string): Promise<ChaosDatabase>;
  close(): Promise<void>;
}

export interface ChaosDatabase {
  url: string;
  /** Asks again while the server is away. */
  query<Row extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  restart(how: "fast" | "immediate", awayMs: number): Promise<void>;
  /** Ends so many connections of the service; waits while there are none. */
  cut(connections: number): Promise<void>;
  /** The pool itself, for building services on. */
  close(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, "database-program.ts");
const PATIENCE_MS = 30_000;
/** Our own connections, as the server knows them. */
const OURS = "chaos";

export async function startServer(): Promise<ChaosServer> {
  // A process group of its own: a Ctrl-C is for us, and the program still tidies up after us.
  const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  const hear = async (): Promise<{ url: string; cacheDir: string }> => {
    const { value } = await lines.next();
    const told = JSON.parse(String(value ?? `{"error":"PostgreSQL ended by itself"}`)) as Told;
    if ("error" in told) throw new Error(told.error);
    return told;
  };
  const order = async (line: string) => {
    program.stdin.write(`${line}\n`);
    await hear();
  };
  const { url: server, cacheDir } = await hear();
  let last = Promise.resolve();
  /** One after the other: a server that is being stopped is not stopped again. */
  const inTurn = (work: () => Promise<void>): Promise<void> => (last = last.then(work));
  const restart = (how: "fast" | "immediate", awayMs: number) =>
    inTurn(async () => {
      await order(`stop ${how}`);
      await pause(awayMs);
      await order("start");
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
    const until = Date.now() + PATIENCE_MS;
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
      const until = Date.now() + PATIENCE_MS;
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
