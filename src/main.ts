#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=2 --no-allocation-site-pretenuring
/** The process: environment to configuration, and the command line to what it asks for. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { createProgram } from "./cli/program.ts";
import { configFrom } from "./config.ts";

// Files that this process creates, such as the embedded database's, are for their owner only.
process.umask(0o077);

const say = (line: string) => void process.stdout.write(`${line}\n`);

const program = createProgram({
  say,
  async start() {
    const { startProcess } = await import("./run/start-process.ts");
    await startProcess(configFrom(process.env), say, process.env["npm_lifecycle_event"] !== undefined);
  },
  async run(name, input) {
    const { dispatchCommand } = await import("./run/dispatch-command.ts");
    return dispatchCommand(configFrom(process.env), name, input);
  },
  read: (file) => (file === "-" ? text(process.stdin) : readFile(file, "utf8")),
  fetch,
});

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
  process.stderr.write(`${messageFor(error)}\n`);
  // Open handles would keep the process alive, and its supervisor would not restart it.
  process.exit(1);
}
