/** The process as an operator starts it: what cannot start says why and ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const MAIN = join(import.meta.dirname, "../../src/main.ts");

async function start(variables: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "start-"));
  const env = { PATH: process.env["PATH"] ?? "", DATA_DIR, LOG_LEVEL: "silent", ...variables };
  const child = spawn(process.execPath, [MAIN, "start"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

it("a start on a port that is taken names it, says what to do, and ends", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  // The sandbox's vendors take this one and the next; whoever else is on the machine may have that.
  const { code, said } = await start({ PORT: String(port - 1) });
  taken.close();
  const named = said.match(
    /^PORT: port (\d+) is in use\. Stop the program that uses it, or set another, e\.g\. PORT=3100/,
  );
  expect([port, port + 1]).toContain(Number(named?.[1]));
  expect(code).toBe(1);
});

it("a start with a wrong variable says which in one line, and ends", async () => {
  const { code, said } = await start({ ROLE: "boss" });
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(said).toMatch(/^ROLE: .*Example: ROLE=all/);
  expect(code).toBe(1);
});

/** Tells each life of the process: its id, one of its flags, one of its variables. */
const TELL_LIVES = `--import=data:text/javascript,${encodeURIComponent(
  "process.stderr.write(`life ${process.pid} ${process.execArgv.join()} ${process.env.MALLOC_ARENA_MAX}\\n`)",
)}`;

it("a start gives itself the settings of memory, once, and stays the process it was", async () => {
  const { said } = await start({ ROLE: "boss", NODE_OPTIONS: TELL_LIVES });
  const lives = [...said.matchAll(/^life (\d+) (\S*) (\S+)$/gm)].map((life) => life.slice(1));
  const born = [lives[0]?.[0], "", "undefined"];
  // Windows cannot.
  expect(lives).toEqual(
    process.execve ? [born, [born[0], "--max-semi-space-size=2,--no-allocation-site-pretenuring", "1"]] : [born],
  );
  expect(said).toContain("ROLE: ");
});

it("a start leaves alone what an operator set himself", async () => {
  const { said } = await start({ ROLE: "boss", NODE_OPTIONS: TELL_LIVES, MALLOC_ARENA_MAX: "2" });
  expect([...said.matchAll(/^life \d+ (\S*) (\S+)$/gm)].map((life) => life.slice(1))).toEqual([["", "2"]]);
});
