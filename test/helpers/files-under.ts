/** Files of the project, by paths that read the same on every system. */
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Paths of all files below a folder of the project, from the project's root on, with `/` between their parts. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(ROOT.length + 1)
      .replaceAll(sep, "/"),
  );
}
