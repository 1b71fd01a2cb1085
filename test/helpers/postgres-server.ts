/** Starts the program that runs a throw-away PostgreSQL, and makes databases on it. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { z } from "zod";

export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

/** Databases are made as copies of this one, which has every migration: that takes a tenth of the time. */
export const TEMPLATE = "migrated";

/** Not imported: what it imports would end this process with the code 0, also where a test failed. */
const PROGRAM = join(import.meta.dirname, "../contracts/postgres-server.ts");
const answerSchema = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);

/** The program ends with its standard input, which always ends with this process. */
export async function startPostgresServer(): Promise<PostgresServer> {
  // A process group of its own: a Ctrl-C must not end the program before it has removed its folder.
  const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  const lines = createInterface(program.stdout);
  const [line] = await Promise.race([once(lines, "line"), exited.then(() => [""])]);
  const stop = async () => {
    program.stdin.end();
    await exited;
  };
  const answer = answerSchema.parse(JSON.parse(String(line || `{"error": "PostgreSQL ended before it began"}`)));
  if ("url" in answer) return { url: answer.url, stop };
  await stop();
  throw new Error(answer.error);
}

export interface MadeDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A new database on the server: with every migration, or with none if `empty`. */
export async function makeDatabase(server: string, { empty = false } = {}): Promise<MadeDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  // Copying files is faster than logging every page, and the checkpoint is cheap here.
  await run(server, `create database ${name} template ${empty ? "template0" : TEMPLATE} strategy file_copy`);
  // By force, because a queue's own pool may close a moment later.
  return { url: `${server}/${name}`, drop: () => run(server, `drop database ${name} with (force)`) };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
