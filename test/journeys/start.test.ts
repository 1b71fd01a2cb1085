/** The process as an operator starts it: what cannot start says why and ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { KEPT_VARIABLES, MAIN } from "../helpers/main-process.ts";

async function start(variables: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "start-"));
  const env = { ...KEPT_VARIABLES, DATA_DIR, LOG_LEVEL: "silent", ...variables };
  const child = spawn(process.execPath, [MAIN, "start"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

/** The message of the one line. */
function messageOf(said: string): string {
  return (JSON.parse(said) as { msg: string }).msg;
}

it("a start on a port that is taken names it, says what to do, and ends", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  // The simulators take this port and the next, which another program on the machine may have.
  const { code, said } = await start({ PORT: String(port - 1) });
  taken.close();
  const named = messageOf(said).match(
    /^PORT: port (\d+) is in use\. Stop the program that uses it, or set another, e\.g\. PORT=3100/,
  );
  expect([port, port + 1]).toContain(Number(named?.[1]));
  expect(code).toBe(1);
});

it("a start with a wrong variable says which in one line, and ends", async () => {
  const { code, said } = await start({ ROLE: "boss" });
  expect(messageOf(said)).toMatch(/^ROLE: .*Example: ROLE=all/);
  expect(code).toBe(1);
});

/** Prints one line for each process: its flags and two of its variables. */
const SHOW_SETTINGS = `--import=data:text/javascript,${encodeURIComponent(
  "const { MALLOC_ARENA_MAX: arenas, MALLOC_TRIM_THRESHOLD_: trim } = process.env;" +
    "process.stderr.write(`process ${process.execArgv.join()} ${arenas} ${trim}\\n`)",
)}`;

it("a start keeps the settings that it was given: the service does not start itself again", async () => {
  const { said } = await start({ ROLE: "boss", NODE_OPTIONS: SHOW_SETTINGS });
  expect([...said.matchAll(/^process (.*)$/gm)].map(([, settings]) => settings)).toEqual([" undefined undefined"]);
  expect(said).toContain("ROLE: ");
});
