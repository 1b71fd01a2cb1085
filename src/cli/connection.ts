/** `connection`: the connections between Gorgias accounts and Aircall companies, one file a group of commands. */
import { Command } from "commander";
import type { CliDeps } from "./commands.ts";
import { connectionAdd, connectionKeys } from "./connection-add.ts";
import { connectionAgent } from "./connection-agent.ts";
import { connectionLines } from "./connection-lines.ts";
import { connectionList, connectionShow } from "./connection-show.ts";
import { connectionRemove, connectionSwitch } from "./connection-stop.ts";
import { settingsSet } from "./settings.ts";

export function connectionCommand(deps: CliDeps): Command {
  return new Command("connection")
    .description("connections between Gorgias accounts and Aircall companies")
    .addCommand(connectionAdd(deps))
    .addCommand(connectionList(deps))
    .addCommand(connectionShow(deps))
    .addCommand(connectionKeys(deps))
    .addCommand(connectionLines(deps))
    .addCommand(settingsSet(deps, "set"))
    .addCommand(connectionAgent(deps))
    .addCommand(connectionSwitch(deps, "deactivate"))
    .addCommand(connectionSwitch(deps, "reactivate"))
    .addCommand(connectionRemove(deps));
}
