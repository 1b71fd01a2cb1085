/** A new embedded database before anything is in it: made once and copied, for making one takes three times as long. */
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { z } from "zod";

const MODULES = join(import.meta.dirname, "../../node_modules");

/** Null where none can be kept, as in a folder that is read only: then each database is made from nothing. */
export async function embeddedImage(): Promise<Blob | null> {
  const told: unknown = JSON.parse(await readFile(join(MODULES, "@electric-sql/pglite/package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(told);
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
  // Others may make it at the same time: whoever is last puts the same in its place.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, image.stream());
  await rename(draft, path);
  return image;
}
