/** Runs a command in the process that has the data folder open, or on services built for it. */
import { request } from "node:http";
import { access } from "node:fs/promises";
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import type { Config } from "../config.ts";
import { buildServices } from "../services.ts";
import { socketPathOf, somebodyListens } from "../storage/db/folder-lock.ts";
import { runDoctorFor } from "./run-doctor.ts";
import { runCommand } from "./run-command.ts";

export async function dispatchCommand<N extends CommandName>(
  config: Config,
  name: N,
  input: CommandInputs[N],
): Promise<unknown> {
  const socketPath = config.databaseUrl === null ? await runningAt(config.dataDir) : null;
  if (socketPath) return sendTo(socketPath, name, input);
  if (name === "connection add" && config.databaseUrl === null && !("unchecked" in input && input.unchecked)) {
    throw new Error(
      `Not connected: no service runs on DATA_DIR ${config.dataDir}. Start it there first, or set the DATA_DIR of the service that runs.`,
    );
  }
  if (name === "doctor") return runDoctorFor(config, "account" in input ? input.account : null);
  const services = await buildServices({ ...config, logLevel: "warn" });
  try {
    return await runCommand(services, name, input);
  } finally {
    await services.close();
  }
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

function sendTo(socketPath: string, name: string, input: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ask = request({ socketPath, method: "POST", path: `/${encodeURIComponent(name)}` }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        const answer = JSON.parse(Buffer.concat(pieces).toString() || "{}") as { result?: unknown; error?: string };
        if (response.statusCode === 200) resolve(answer.result);
        else reject(new Error(answer.error ?? "The running service is still starting. Try again in a moment."));
      });
    });
    ask.on("error", reject).end(JSON.stringify(input));
  });
}
