/** The worker's death, on the embedded database on disk. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashSuite } from "../helpers/crash-suite.ts";

crashSuite("PGlite", async () => ({ DATA_DIR: await mkdtemp(join(tmpdir(), "crash-")) }));
