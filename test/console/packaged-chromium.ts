/** The browser that comes with the npm packages, for Linux on x64: unpacked once into the tests' output. */
import chromium from "@sparticuz/chromium";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const OUTPUT = join(ROOT, "test/output");

/**
 * The package unpacks into the temporary folder and uses any file there, even of another version or half written by
 * a test file that runs beside this one. So each unpacks into a folder of its own, which then takes its place at once.
 */
export async function unpackChromium(): Promise<string> {
  const manifest = await readFile(join(ROOT, "node_modules/@sparticuz/chromium/package.json"), "utf8");
  const folder = join(OUTPUT, `chromium-${(JSON.parse(manifest) as { version: string }).version}`);
  if (await isThere(folder)) return folder;
  await mkdir(OUTPUT, { recursive: true });
  const fresh = await mkdtemp(join(OUTPUT, "unpacking-"));
  // With this name of a runtime the package unpacks its libraries as well.
  const before = { TMPDIR: process.env["TMPDIR"], AWS_EXECUTION_ENV: process.env["AWS_EXECUTION_ENV"] };
  Object.assign(process.env, { TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" });
  try {
    await chromium.executablePath();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true });
    if (!(await isThere(folder))) throw error;
  }
  return folder;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
