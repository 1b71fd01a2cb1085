/** Runs a command on services built for it, where no service runs on the data folder. */
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import type { Config } from "../config.ts";
import type { Report } from "../kit/progress.ts";
import { buildServices } from "../services.ts";
import { runCommand } from "./run-command.ts";
import { runDoctorFor } from "./run-doctor.ts";

export async function runHere<N extends CommandName>(
  config: Config,
  name: N,
  input: CommandInputs[N],
  report: Report,
): Promise<unknown> {
  if (name === "doctor") return runDoctorFor(config, "account" in input ? (input.account ?? null) : null);
  const services = await buildServices({ ...config, logLevel: "warn" });
  try {
    return await runCommand(services, name, input, report);
  } finally {
    await services.close();
  }
}
