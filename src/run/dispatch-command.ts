/** Runs a command in the process that has the data folder open, or on services built for it. */
import { access } from "node:fs/promises";
import { request } from "node:http";
import { createInterface } from "node:readline";
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import type { Config } from "../config.ts";
import type { Report } from "../kit/progress.ts";
import { Refusal } from "../kit/refusal.ts";
import { socketPathOf, somebodyListens } from "../storage/db/folder-lock.ts";
import type { CommandLine } from "./serve-commands.ts";

export async function dispatchCommand<N extends CommandName>(
  config: Config,
  name: N,
  input: CommandInputs[N],
  report: Report = () => undefined,
): Promise<unknown> {
  const socketPath = config.databaseUrl === null ? await runningAt(config.dataDir) : null;
  if (socketPath) return sendTo(socketPath, name, input, report);
  if (name === "connection add" && config.databaseUrl === null && !("unchecked" in input && input.unchecked)) {
    throw new Refusal(
      "no_service",
      `Not connected: no service runs on DATA_DIR ${config.dataDir}. Start it there first, or set the DATA_DIR of the service that runs.`,
    );
  }
  // A command that the running service executes need not load the service.
  const { runHere } = await import("./run-here.ts");
  return runHere(config, name, input, report);
}

/** The socket of the process that has the folder open. Null if there is none. */
async function runningAt(dataDir: string): Promise<string | null> {
  const exists = await access(dataDir).then(
    () => true,
    () => false,
  );
  if (!exists) return null;
  const path = await socketPathOf(dataDir);
  return (await somebodyListens(path)) ? path : null;
}

function sendTo(socketPath: string, name: string, input: unknown, report: Report): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ask = request({ socketPath, method: "POST", path: `/${encodeURIComponent(name)}` }, (response) => {
      const last: CommandLine = {};
      const lines = createInterface({ input: response });
      lines.on("line", (text) => {
        const line = readLine(text);
        if (line.progress) report(line.progress);
        else Object.assign(last, line);
      });
      lines.on("close", () => {
        if ("result" in last) resolve(last.result);
        else if (last.code !== undefined) reject(new Refusal(last.code, last.error ?? "failed"));
        else reject(new Error(last.error ?? "The running service is still starting. Try again in a moment."));
      });
      response.on("error", reject);
    });
    ask.on("error", reject).end(JSON.stringify(input));
  });
}

/** A service that is still starting answers no line of ours. */
function readLine(text: string): CommandLine {
  try {
    return JSON.parse(text) as CommandLine;
  } catch {
    return {};
  }
}
