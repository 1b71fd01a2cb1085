#!/usr/bin/env node
/** The process: environment to configuration, and the command line to what it asks for. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { createProgram } from "./cli/program.ts";
import { configFrom } from "./config.ts";
import { askRunning } from "./run/ask-running.ts";
import { startProcess } from "./run/start-process.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

const program = createProgram({
  say,
  start: () => startProcess(configFrom(process.env), say),
  ask: (name, input) => askRunning(configFrom(process.env), name, input),
  read: (file) => (file === "-" ? text(process.stdin) : readFile(file, "utf8")),
  fetch,
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "failed"}\n`);
  process.exitCode = 1;
}
