/** The command line as tests run it: errors are thrown, and nothing reaches the terminal. */
import type { Command } from "commander";
import type { CliDeps } from "../../src/cli/commands.ts";
import { createProgram } from "../../src/cli/program.ts";

export function quietProgram(deps: CliDeps): Command {
  const program = createProgram(deps);
  quiet(program);
  return program;
}

function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  command.commands.forEach(quiet);
}
