/** The console, built from its present sources. Cached until one of them changes, because several test files use it. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const OUTPUT = join(ROOT, "test/output/console");

/** Answers the folder that holds index.html. */
export async function buildConsole(): Promise<string> {
  const folder = join(OUTPUT, `site-${await digestOfSources()}`);
  if (await isThere(folder)) return folder;
  const fresh = await makeFresh();
  await buildInto(fresh);
  // Two test files may build at once. The first one's result is used.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return folder;
}

async function makeFresh(): Promise<string> {
  await mkdir(OUTPUT, { recursive: true });
  return mkdtemp(join(OUTPUT, "building-"));
}

/** As people build it: in a process of its own, for the test runner's environment changes what the builder makes. */
async function buildInto(folder: string): Promise<void> {
  const { NODE_ENV: _mode, VITEST: _runner, ...env } = process.env;
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const order = [vite, "build", "console", "--outDir", folder, "--emptyOutDir", "--logLevel", "error"];
  await promisify(execFile)(process.execPath, order, { cwd: ROOT, env });
}

async function digestOfSources(): Promise<string> {
  const names = await readdir(join(ROOT, "console"), { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && !/[/\\]console[/\\]dist(?:[/\\]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const digest = createHash("sha256");
  for (const file of [...files, join(ROOT, "package-lock.json")]) digest.update(file).update(await readFile(file));
  return digest.digest("hex").slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
