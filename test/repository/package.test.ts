/**
 * The package as npm installs it: built, packed, installed into an empty folder from npm's cache, and started there
 * with Node alone.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { freePort } from "../helpers/free-port.ts";
import { KEPT_VARIABLES, startMain } from "../helpers/main-process.ts";
import { shared } from "../helpers/shared.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);
/** Node of this run first, as npm's scripts find it. */
const PATH = `${dirname(process.execPath)}:${KEPT_VARIABLES["PATH"] ?? ""}`;

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  bin: z.record(z.string(), z.string()),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

let folder: string;
let app: string;
let manifest: Manifest;
let packed: { filename: string; files: { path: string }[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "package-"));
  app = join(folder, "app");
  const source = join(folder, "source");
  manifest = manifestSchema.parse(JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")));
  for (const name of ["package.json", "README.md", "LICENSE", "deploy"])
    await cp(join(ROOT, name), join(source, name), { recursive: true });
  const build = ["scripts/build.ts", "--out", join(source, "dist"), "--console", await shared("console")];
  await run(process.execPath, build, { cwd: ROOT });
  const { stdout } = await npm(source, "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const list = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }));
  packed = list.parse(JSON.parse(stdout))[0] as typeof packed;
  await mkdir(app);
  await writeInstallation(join("..", packed.filename));
  await npm(app, "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function npm(cwd: string, ...words: string[]) {
  // A home and a cache as in the shell that runs the tests.
  return run("npm", words, { cwd, env: { ...process.env, PATH }, maxBuffer: 64 * 1024 * 1024 });
}

/** Names the packages of the lock file, so that npm finds all of them in its cache, where `npm ci` left them. */
async function writeInstallation(tarball: string): Promise<void> {
  const { name, version, bin, dependencies } = manifest;
  const wanted = { name: "app", dependencies: { [name]: `file:${tarball}` } };
  const lock = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const production = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  const packages = {
    "": wanted,
    [`node_modules/${name}`]: { version, resolved: `file:${tarball}`, bin, dependencies },
    ...Object.fromEntries(production),
  };
  await writeFile(join(app, "package.json"), JSON.stringify(wanted));
  await writeFile(join(app, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, name: "app", packages }));
}

const command = () => join(app, "node_modules/.bin", manifest.name);

it("is built whenever it is packed or published, and may be published", () => {
  expect(manifest.scripts["prepack"]).toBe("npm run -s build");
  expect(manifest["private"]).toBeUndefined();
});

it("holds compiled JavaScript, the console, the migrations and the sandbox, and no test", () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toContain("dist/src/main.js");
  expect(paths).toContain("dist/console/dist/index.html");
  expect(paths).toContain("dist/migrations/0001-calls.sql");
  expect(paths).toContain("dist/sandbox/aircall/panel/panel.html");
  expect(paths).toContain("deploy/aircall-gorgias.service");
  expect(paths.filter((path) => /\.tsx?$|\.test\.|\.map$/.test(path))).toEqual([]);
});

it("prints its version and its commands", async () => {
  const env = { PATH };
  expect((await run(command(), ["--version"], { env })).stdout).toBe(`${manifest.version}\n`);
  expect((await run(command(), ["--help"], { env })).stdout).toContain("run the service");
});

it("starts the sandbox in an empty folder, below 350 MB, shows its console and stops in good order", async () => {
  const port = await freePort();
  const data = join(folder, "data");
  const main = startMain({ PATH, PORT: String(port), DATA_DIR: data }, { command: [command(), "start"] });
  await main.ready();
  const url = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true });
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ version: manifest.version });
  const assets = await readdir(join(app, "node_modules", manifest.name, "dist/console/dist/assets"));
  expect((await fetch(`${url}/assets/${assets[0]}`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port + 2}/sandbox/app`)).status).toBe(200);
  expect(await peakMb(main.child.pid)).toBeLessThan(350);
  expect(await main.stop()).toBe(0);
}, 180_000);

/**
 * The most memory that a process had, resident. `env` of the command's first line becomes Node, so it is one process.
 * Only Linux reports it. Elsewhere it is 0.
 */
async function peakMb(pid: number | undefined): Promise<number> {
  if (process.platform !== "linux") return 0;
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
