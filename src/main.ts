#!/usr/bin/env node
/** The process: environment to configuration, and the command line to what it asks for. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { createProgram } from "./cli/program.ts";
import { configFrom } from "./config.ts";
import { beginLean } from "./run/lean-process.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

const program = createProgram({
  say,
  async start() {
    beginLean(process.env);
    const { startProcess } = await import("./run/start-process.ts");
    await startProcess(configFrom(process.env), say);
  },
  async ask(name, input) {
    const { askRunning } = await import("./run/ask-running.ts");
    return askRunning(configFrom(process.env), name, input);
  },
  read: (file) => (file === "-" ? text(process.stdin) : readFile(file, "utf8")),
  fetch,
});

/** A taken port is the one failure whose own words name neither the variable nor the way out. */
function tellPeople(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (!("code" in error) || error.code !== "EADDRINUSE") return error.message;
  const port = "port" in error ? String(error.port) : "that is wanted";
  return `PORT: port ${port} is in use. Stop what listens there, or set another, e.g. PORT=3100 (the sandbox also takes the two after it)`;
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${tellPeople(error)}\n`);
  // What was opened before the failure would keep the process alive, and who supervises it would wait for ever.
  process.exit(1);
}
