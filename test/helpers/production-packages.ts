/**
 * Copies the packages that `npm ci --omit=dev` installs, so that a missing production package shows as in the image.
 */
import { constants, cp, mkdir, readFile, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const packageSchema = z.object({
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });

/** Into `app/node_modules`. Returns a copy of the running Node, executable for every user that may read `app`. */
export async function copyProductionPackages(root: string, app: string): Promise<string> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (path === "" || dev || optional || devOptional) continue;
    // Nested packages have their own lines.
    const inside = join(root, path, "node_modules");
    await cp(join(root, path), join(app, path), { recursive: true, filter: (source) => !source.startsWith(inside) });
  }
  const bin = join(app, "bin");
  await mkdir(bin);
  await copyFile(process.execPath, join(bin, "node"), constants.COPYFILE_FICLONE);
  return join(bin, "node");
}
