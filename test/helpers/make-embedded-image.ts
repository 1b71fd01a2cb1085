/** Makes the image that every embedded database of the tests starts from: all migrations, and no row. */
import { createHash, randomUUID } from "node:crypto";
import { access, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";

const ROOT = join(import.meta.dirname, "../..");
const CACHE = join(ROOT, "node_modules/.cache");
/** What an image depends on: with a change of any of it comes a new one. */
const SOURCES = ["migrations"];
const PACKAGES = "package-lock.json";

/** Returns its path. It is cached until something that it depends on changes. */
export async function makeEmbeddedImage(): Promise<string> {
  const name = `embedded-${await digestOfSources()}.tar`;
  const path = join(CACHE, name);
  if (await isThere(path)) return path;
  await mkdir(CACHE, { recursive: true });
  const draft = join(CACHE, `${randomUUID()}.draft`);
  await writeFile(draft, (await build()).stream());
  // Another process may have been faster, and reads its file already. That one stays.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  const older = (await readdir(CACHE)).filter((one) => /^embedded-.*\.tar$/.test(one) && one !== name);
  await Promise.all(older.map((one) => rm(join(CACHE, one), { force: true })));
  return path;
}

/** On the disk: what was closed in good order has nothing to recover when it is opened as a copy. */
async function build(): Promise<Blob> {
  const folder = await mkdtemp(join(tmpdir(), "embedded-image-"));
  try {
    const database = await openPglite(folder);
    await migrate(database);
    await database.query("checkpoint");
    await database.close();
    const pglite = await PGlite.create(join(folder, "postgres"));
    const image = await pglite.dumpDataDir("none");
    await pglite.close();
    return image;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function digestOfSources(): Promise<string> {
  const digest = createHash("sha256").update(await readFile(join(ROOT, PACKAGES)));
  for (const folder of SOURCES) {
    for (const name of (await readdir(join(ROOT, folder))).sort())
      digest.update(name).update(await readFile(join(ROOT, folder, name)));
  }
  return digest.digest("hex").slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
