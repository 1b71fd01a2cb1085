/** The command line, one file a command. */
import { Command } from "commander";
import { activityCommand } from "./activity.ts";
import { VERSION } from "../kit/version.ts";
import { catchUpCommand } from "./catch-up.ts";
import { print, type CliDeps } from "./commands.ts";
import { configCommand } from "./config.ts";
import { connectionCommand } from "./connection.ts";
import { consoleLinkCommand } from "./console-link.ts";
import { doctorCommand } from "./doctor.ts";
import { replayCommand } from "./replay.ts";
import { eraseCommand } from "./erase.ts";
import { rotateKeysCommand } from "./rotate-keys.ts";
import { sendCommand } from "./send.ts";
import { settingsCommand } from "./settings.ts";

export function createProgram(deps: CliDeps): Command {
  const program = new Command("aircall-gorgias")
    .description("Every Aircall call becomes the right Gorgias ticket, once.")
    .version(VERSION, "-V, --version", "print the version")
    .showHelpAfterError()
    .enablePositionalOptions();
  program.command("start").description("run the service (the sandbox when nothing is configured)").action(deps.start);
  program
    .command("migrate")
    .description("migrate the database and exit")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      await deps.run("migrate", {});
      print(deps, json, { migrated: true }, () => "The database is up to date.");
    });
  return program
    .addCommand(activityCommand(deps))
    .addCommand(catchUpCommand(deps))
    .addCommand(configCommand(deps))
    .addCommand(connectionCommand(deps))
    .addCommand(consoleLinkCommand(deps))
    .addCommand(doctorCommand(deps))
    .addCommand(replayCommand(deps))
    .addCommand(rotateKeysCommand(deps))
    .addCommand(eraseCommand(deps))
    .addCommand(settingsCommand(deps))
    .addCommand(sendCommand(deps));
}
