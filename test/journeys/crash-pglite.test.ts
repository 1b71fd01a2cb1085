/** The worker's death, on the embedded database on disk. Texts, which are written the same way, die on PostgreSQL alone: each start here takes seconds. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashSuite, STORIES } from "../helpers/crash-suite.ts";

crashSuite("PGlite", async () => ({ DATA_DIR: await mkdtemp(join(tmpdir(), "crash-")) }), [STORIES[0]]);
