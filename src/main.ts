#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=2 --no-allocation-site-pretenuring
/** The process: environment to configuration, and the command line to what it asks for. */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { createProgram } from "./cli/program.ts";
import { drawProgress } from "./cli/progress-bar.ts";
import { configFrom } from "./config.ts";
import { Refusal } from "./kit/refusal.ts";

// Files that this process creates, such as the embedded database's, are for their owner only.
process.umask(0o077);

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The service's lines are JSON, but for a person at a terminal. */
let isService = false;

const program = createProgram({
  say,
  async start() {
    isService = process.stderr.isTTY !== true;
    const { startProcess } = await import("./run/start-process.ts");
    await startProcess(configFrom(process.env), say, process.env["npm_lifecycle_event"] !== undefined);
  },
  async run(name, input, report) {
    const { dispatchCommand } = await import("./run/dispatch-command.ts");
    return dispatchCommand(configFrom(process.env), name, input, report);
  },
  read: (file) => (file === "-" ? text(process.stdin) : readNamed(file)),
  fetch,
  terminal: process.stdin.isTTY && process.stderr.isTTY ? { confirm: askOnTerminal } : null,
  // Standard output is for the answer, which a program may read.
  withProgress: (what, work) =>
    process.stderr.isTTY ? drawProgress(process.stderr, what, work) : work(() => undefined),
});

async function askOnTerminal(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    const why = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new Refusal("bad_file", `${file}: ${why}.`);
  }
}

/** Explains failures to listen, because their own message names neither the variable nor a remedy. */
function messageFor(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  const [code, syscall] = ["code" in error ? error.code : "", "syscall" in error ? error.syscall : ""];
  const port = "port" in error ? String(error.port) : "as configured";
  if (code === "EADDRINUSE")
    return `PORT: port ${port} is in use. Stop the program that uses it, or set another, e.g. PORT=3100 (the sandbox also takes the two after it)`;
  if (code === "EACCES" && syscall === "listen")
    return `PORT: port ${port} is not permitted for this user. Set one above 1023, e.g. PORT=3000`;
  if (code === "EADDRNOTAVAIL" || (code === "ENOTFOUND" && syscall === "getaddrinfo"))
    return `HOST: this machine has no such address (${String(code)}). Set one of its own. Example: HOST=127.0.0.1`;
  // An error with several addresses has a code and no message.
  return (error.message || String(code) || error.name).split("\n", 1)[0] ?? "failed";
}

try {
  await program.parseAsync();
} catch (error) {
  const message = messageFor(error);
  const code = error instanceof Refusal ? error.code : "failed";
  // A program that reads JSON also gets the error as JSON, in the form of the API.
  const asJson = process.argv.includes("--json");
  if (isService) (await import("./kit/logger.ts")).createLogger("fatal", process.stderr).fatal(message);
  else process.stderr.write(`${asJson ? JSON.stringify({ error: { code, message } }) : message}\n`);
  // Open handles would keep the process alive, and its supervisor would not restart it.
  process.exit(1);
}
