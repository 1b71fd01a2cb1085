/** `npm run dev` on a copy of the project: an edit reaches the browser or the service, and one signal stops everything. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { freePort } from "../helpers/free-port.ts";
import { KEPT_VARIABLES } from "../helpers/main-process.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = [
  "console",
  "migrations",
  "sandbox",
  "scripts",
  "src",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
/** The copy has no prepared database, so its first start makes one, which takes long on a busy machine. */
const PATIENCE = { timeout: 60_000, interval: 50 };
vi.setConfig({ testTimeout: 240_000 });

/** The packages are links, in a folder of the copy's own, where Vite stores its prepared copies. */
async function copyProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "dev-"));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  const filter = (source: string) => !source.endsWith(".test.ts") && source !== join(ROOT, "console/dist");
  for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true, filter });
  await mkdir(join(copy, "node_modules"));
  const packages = (await readdir(join(ROOT, "node_modules"))).filter((name) => !name.startsWith("."));
  for (const name of packages)
    await symlink(join(ROOT, "node_modules", name), join(copy, "node_modules", name), "junction");
  return copy;
}

function startDev(root: string, port: number) {
  const env = { ...KEPT_VARIABLES, PORT: String(port) };
  const child = spawn(process.execPath, [join(root, "scripts/dev.ts")], { cwd: root, env });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (said += piece.toString()));
  const ended = once(child, "exit");
  return { child, ended, said: () => said };
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replaceAll(from, to));
}

/** Vite's messages to the browser, from now on. */
async function listenToVite(url: string): Promise<{ told: string[] }> {
  const client = await (await fetch(`${url}/@vite/client`)).text();
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? "";
  const socket = new WebSocket(`${url.replace("http", "ws")}/?token=${token}`, "vite-hmr");
  onTestFinished(() => socket.close());
  const told: string[] = [];
  socket.addEventListener("message", ({ data }) => void told.push(String(data)));
  await vi.waitFor(() => expect(told.join()).toContain("connected"), PATIENCE);
  return { told };
}

it("npm run dev serves the console and the API at one address, reloads both, and stops everything at one signal", async () => {
  const [copy, port] = await Promise.all([copyProject(), freePort()]);
  const [service, url] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 3}`];
  const dev = startDev(copy, port);
  const read = async (path: string, from = url) => (await fetch(from + path)).text();

  // The first lines name the address to open.
  await vi.waitFor(() => expect(dev.said()).toContain(`Open ${url}/`), PATIENCE);
  await vi.waitFor(() => expect(dev.said()).toContain("The sandbox of aircall-gorgias"), PATIENCE);
  expect(await read("/")).toContain("/@vite/client");
  expect((await fetch(`${url}/api/session`)).status).toBe(401);
  expect((await fetch(`${url}/install?account=sandbox`, { redirect: "manual" })).status).toBe(302);
  expect(await read("/api/request.ts")).toContain("class ApiError");

  // The browser is notified of an edit of the console, and gets the new module.
  expect(await read("/theme.ts")).not.toContain("edited");
  const { told } = await listenToVite(url);
  await edit(join(copy, "console/theme.ts"), "export const theme", "export const edited = 1;\nexport const theme");
  await vi.waitFor(async () => expect(await read("/theme.ts")).toContain("edited"), PATIENCE);
  await vi.waitFor(() => expect(told.join()).toMatch(/"type":"(update|full-reload)"/), PATIENCE);

  // An edit of the service restarts it.
  expect(await read("/healthz")).toMatch(/^\{"alive":true,"version"/);
  await edit(join(copy, "src/http/health.ts"), "alive: true", "alive: true, edited: true");
  await vi.waitFor(async () => expect(await read("/healthz")).toMatch(/^\{"alive":true,"edited":true/), PATIENCE);
  expect(dev.said()).toContain("health.ts changed: the service restarts.");

  dev.child.kill("SIGINT");
  expect(await dev.ended).toEqual([0, null]);
  for (const address of [service, url, `http://127.0.0.1:${port + 1}`])
    await expect(fetch(address)).rejects.toThrow("fetch failed");
});
