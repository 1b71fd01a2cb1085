/**
 * The image that a new embedded database begins with. To make one takes 7 s and some 500 MB, so it is made beforehand:
 * by `npm ci`, by the build of the package and by the build of the container image.
 */
import { access, mkdtemp, rename, rm } from "node:fs/promises";
import { createReadStream, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { unpackTar } from "modern-tar/fs";

/** The image belongs to one version of PGlite, because each may have another catalogue of system tables. */
export function newDatabasePath(): string {
  const manifest = findPackageJSON("@electric-sql/pglite", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest ?? "", "utf8")) as { version: string };
  return join(import.meta.dirname, "../../../embedded", `pglite-${version}.tar.gz`);
}

/**
 * Unpacks the image into `folder/postgres` if that folder does not exist. Without an image it does nothing: PGlite then
 * makes the database itself. A process that ends early leaves no half of a database.
 */
export async function unpackNewDatabase(folder: string, image = newDatabasePath()): Promise<void> {
  const target = join(folder, "postgres");
  if ((await isThere(target)) || !(await isThere(image))) return;
  const draft = await mkdtemp(join(folder, "postgres-new-"));
  try {
    // One file at a time needs the least memory, and takes as long.
    const unpack = unpackTar(draft, { dmode: 0o700, fmode: 0o600, concurrency: 1 });
    await pipeline(createReadStream(image), createGunzip(), unpack);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
