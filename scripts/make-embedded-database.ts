/** Makes the image that a new embedded database begins with, unless it is there. See src/storage/db/new-database.ts. */
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { packTar } from "modern-tar/fs";
import { newDatabasePath } from "../src/storage/db/new-database.ts";

const path = newDatabasePath();
const isMade = await access(path).then(
  () => true,
  () => false,
);
if (!isMade) await make();

async function make(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "embedded-database-"));
  try {
    const data = join(folder, "postgres");
    const pglite = await PGlite.create(data);
    // A database that was closed in good order has nothing to recover.
    await pglite.query("checkpoint");
    await pglite.close();
    // An image of another version is of no use.
    await rm(dirname(path), { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}`;
    await pipeline(packTar(data), createGzip({ level: 9 }), createWriteStream(draft));
    await rename(draft, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
