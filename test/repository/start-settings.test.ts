/** Each way to start the service gives the process the same memory settings. The service itself changes none. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { startSettings } from "../helpers/start-settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (name: string) => readFile(join(ROOT, name), "utf8");
const { flags, variables } = startSettings();
const start = `${flags.join(" ")} src/main.ts start`;
const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);

it("the program's first line gives memory settings to V8 and to the allocator", async () => {
  // On Windows npm makes a command file from this line.
  const command = process.platform === "win32" ? null : join(ROOT, "src/main.ts");
  const shown = command ? await settingsUnder(command) : [...flags, ...Object.values(variables)];
  expect(shown).toEqual(["--max-semi-space-size=2", "--no-allocation-site-pretenuring", "1", "131072"]);
});

it("npm start gives them to V8: a script of npm sets no variables on every system", async () => {
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
  expect(scripts["start"]).toBe(`node ${start}`);
});

it("the image gives them to both, and the unit of systemd starts the command, whose first line has them", async () => {
  const [dockerfile, unit] = await Promise.all([read("Dockerfile"), read("deploy/aircall-gorgias.service")]);
  expect(dockerfile).toContain(`ENV ${assignments.join(" \\\n    ")}\n`);
  expect(dockerfile).toContain(`CMD ${JSON.stringify(["node", ...start.split(" ")]).replaceAll(",", ", ")}\n`);
  expect(unit).toContain("ExecStart=/opt/aircall-gorgias/node_modules/.bin/aircall-gorgias start\n");
});

/** What a process that begins at the first line of the program shows of its settings. */
async function settingsUnder(command: string): Promise<string[]> {
  const names = JSON.stringify(Object.keys(variables));
  const show = `console.error(JSON.stringify([...process.execArgv, ...${names}.map((name) => process.env[name])]))`;
  const env = {
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(show)}`,
  };
  const child = spawn(command, ["--version"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  await once(child, "close");
  return JSON.parse(said.split("\n", 1)[0] ?? "") as string[];
}
