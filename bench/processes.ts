/** Starts the programs of a measurement as processes, sends each its task as one line of JSON, and ends them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { startSettings } from "../test/helpers/start-settings.ts";

export interface Program {
  pid: number;
  /** The first line of its output. */
  said: string;
  /** Ends it by closing its standard input. */
  close(): Promise<void>;
}

/**
 * Resolves with its first line. `file` is one of this folder, or a whole path. The process lives as long as its standard input, and has
 * the memory settings of the service.
 */
export async function startProgram(file: string, order: unknown = {}): Promise<Program> {
  const { flags, variables } = startSettings();
  const args = [...flags, resolve(import.meta.dirname, file), JSON.stringify(order)];
  const env = { ...process.env, ...variables };
  const program = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const said = await firstLine(program);
  return {
    pid: program.pid ?? 0,
    said,
    async close() {
      const exited = once(program, "exit");
      program.stdin.end();
      await exited;
    },
  };
}

/** Runs a program that prints one line and ends. */
export async function runProgram<T>(file: string, order: unknown): Promise<T> {
  const program = await startProgram(file, order);
  await program.close();
  return JSON.parse(program.said) as T;
}

/** For a program of this folder: reads its task. */
export const readTask = <T>(): T => JSON.parse(process.argv[2] ?? "{}") as T;

/** For a program of this folder: reports that it is ready and waits for the end of its standard input. */
export async function serveUntilClosed(said: string): Promise<void> {
  process.stdout.write(`${said}\n`);
  await once(process.stdin.resume(), "close");
}

async function firstLine(program: ChildProcess): Promise<string> {
  if (!program.stdout) throw new Error("a process without an output says nothing");
  const [line] = await Promise.race([
    once(createInterface(program.stdout), "line"),
    once(program, "exit").then(() => Promise.reject(new Error("a process ended before it was ready"))),
  ]);
  return String(line);
}
