/** Plays a history in a process of its own, because a simulation takes over the process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { History } from "./history.ts";
import type { Result } from "./run-once.ts";
import type { Progress } from "./simulate.ts";

const ROOT = join(import.meta.dirname, "../..");

const COMPILED = join(import.meta.dirname, "../../node_modules/.cache/compiled");

export interface PlayOptions {
  /** See SimulateOptions. */
  databaseUrl?: string | undefined;
  /** The folder of another copy of the project, whose service is simulated. */
  root?: string;
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
}

/** Rejects where the process fails, which is a mistake of the simulation. */
export async function play(
  history: History,
  { databaseUrl, root = ROOT, onProgress, signal }: PlayOptions = {},
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "simulation-"));
  try {
    const [historyFile, resultFile] = [join(folder, "history.json"), join(folder, "result.json")];
    await writeFile(historyFile, JSON.stringify(history));
    const program = spawn(
      process.execPath,
      [join(root, "test/simulation/run-once.ts"), historyFile, resultFile, ...(databaseUrl ? [databaseUrl] : [])],
      {
        stdio: ["ignore", "pipe", "inherit"],
        env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
        ...(signal ? { signal } : {}),
      },
    );
    createInterface(program.stdout).on("line", (line) => onProgress?.(JSON.parse(line) as Progress));
    const [code] = (await once(program, "exit")) as [number | null];
    if (code !== 0) throw new Error(`the simulation of seed ${history.seed} ended with code ${code}`);
    return JSON.parse(await readFile(resultFile, "utf8")) as Result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
