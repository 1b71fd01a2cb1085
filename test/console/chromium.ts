/** A real browser that comes with the npm packages: unpacked once into the tests' output, then started. */
import chromium from "@sparticuz/chromium";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium as playwright, type Browser } from "playwright-core";

const ROOT = join(import.meta.dirname, "../..");
const OUTPUT = join(ROOT, "test/output");

/** The package's own list is made for Lambda: one process for everything, which dies with its first closed page. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none"];

export async function startBrowser(): Promise<Browser> {
  const folder = await unpack();
  const start = (env: NodeJS.ProcessEnv) =>
    playwright.launch({ executablePath: join(folder, "chromium"), args: ARGUMENTS, env: known(env) });
  try {
    return await start(process.env);
  } catch (error) {
    // A machine without NSS: the package brings the libraries that the browser is linked against.
    if (!String(error).includes("shared libraries")) throw error;
    return start({ ...process.env, LD_LIBRARY_PATH: join(folder, "al2023/lib") });
  }
}

/**
 * The package unpacks into the temporary folder and trusts whatever lies there, be it another version or half written by
 * a test file that runs beside this one. So each unpacks into a folder of its own, which then takes its place at once.
 */
async function unpack(): Promise<string> {
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

function known(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
