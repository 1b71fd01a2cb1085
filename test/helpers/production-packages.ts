/** Copies what `npm ci --omit=dev` installs everywhere, so that a package for development is missed as it is in the image. */
import { constants, cp, mkdir, readFile, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const packageSchema = z.object({
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });

/** Into `app/node_modules`; answers a copy of the Node that runs this, which whoever may read `app` may run. */
export async function copyProductionPackages(root: string, app: string): Promise<string> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (path === "" || dev || optional || devOptional) continue;
    // Packages inside it have lines of their own.
    const inside = join(root, path, "node_modules");
    await cp(join(root, path), join(app, path), { recursive: true, filter: (source) => !source.startsWith(inside) });
  }
  const bin = join(app, "bin");
  await mkdir(bin);
  await copyFile(process.execPath, join(bin, "node"), constants.COPYFILE_FICLONE);
  return join(bin, "node");
}
