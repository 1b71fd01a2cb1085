/** The command line, one file a command. */
import { Command } from "commander";
import { activityCommand } from "./activity.ts";
import { catchUpCommand } from "./catch-up.ts";
import type { CliDeps } from "./commands.ts";
import { connectionCommand } from "./connection.ts";
import { doctorCommand } from "./doctor.ts";
import { replayCommand } from "./replay.ts";
import { eraseCommand } from "./erase.ts";
import { rotateKeysCommand } from "./rotate-keys.ts";
import { sendCommand } from "./send.ts";

export function createProgram(deps: CliDeps): Command {
  const program = new Command("aircall-gorgias")
    .description("Every Aircall call becomes the right Gorgias ticket, once.")
    .showHelpAfterError()
    .enablePositionalOptions();
  program.command("start").description("run the service (the sandbox when nothing is configured)").action(deps.start);
  program
    .command("migrate")
    .description("migrate the database and exit")
    .action(async () => {
      await deps.run("migrate", {});
      deps.say("The database is up to date.");
    });
  return program
    .addCommand(activityCommand(deps))
    .addCommand(catchUpCommand(deps))
    .addCommand(connectionCommand(deps))
    .addCommand(doctorCommand(deps))
    .addCommand(replayCommand(deps))
    .addCommand(rotateKeysCommand(deps))
    .addCommand(eraseCommand(deps))
    .addCommand(sendCommand(deps));
}
