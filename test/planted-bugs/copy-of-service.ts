/** A copy of the project, in which bugs are planted. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlantedBug } from "./planted-bug.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["src", "sandbox", "test", "migrations", "console", "docs", "scripts", "embedded"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json", "vitest.config.ts"];

export interface ServiceCopy {
  readonly folder: string;
  /** Returns what removes the bug again. */
  plant(bug: PlantedBug): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

export async function copyService(): Promise<ServiceCopy> {
  const folder = await mkdtemp(join(tmpdir(), "planted-"));
  for (const name of [...COPIED, ...FILES]) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    async plant({ file, from, to }) {
      const path = join(folder, file);
      const text = await readFile(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
      await writeFile(
        path,
        text.replace(from, () => to),
      );
      return () => writeFile(path, text);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
