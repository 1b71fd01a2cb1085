/** A copy of an empty embedded database, made once, because creating one takes three times as long. */
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { z } from "zod";

const MODULES = join(import.meta.dirname, "../../node_modules");

/** Null if it cannot be stored, as in a read-only folder. Then each database is created from scratch. */
export async function embeddedImage(): Promise<Blob | null> {
  const manifest: unknown = JSON.parse(await readFile(join(MODULES, "@electric-sql/pglite/package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const path = join(MODULES, ".cache", `pglite-${version}.tar`);
  try {
    return await openAsBlob(path);
  } catch {
    return make(path).catch(() => null);
  }
}

async function make(path: string): Promise<Blob> {
  const pglite = await PGlite.create();
  const image = await pglite.dumpDataDir("none");
  await pglite.close();
  await mkdir(join(path, ".."), { recursive: true });
  // Several processes may create it at once. The last one replaces it with the same content.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, image.stream());
  await rename(draft, path);
  return image;
}
