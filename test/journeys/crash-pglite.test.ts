/**
 * The worker's death, on the embedded database on disk: at every third write of a call, because each start takes seconds
 * here. Every write, and messages, which are written the same way, are tried on PostgreSQL.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashSuite, STORIES } from "../helpers/crash-suite.ts";

crashSuite({
  name: "PGlite",
  prepare: async () => ({ DATA_DIR: await mkdtemp(join(tmpdir(), "crash-")) }),
  stories: [STORIES[0]],
  everyNth: 3,
});
