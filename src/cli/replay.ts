/** `replay`: does what is missing of a call once more. */
import { Command } from "commander";
import type { CliDeps } from "./commands.ts";

export function replayCommand(deps: CliDeps): Command {
  return new Command("replay")
    .description("do what is missing of a call once more; nothing is done twice")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .argument("<call>", "the call as `activity` names it, e.g. call:123")
    .action(async (account: string, call: string) => {
      const queued = await deps.ask("replay", { account, callId: call.replace(/^call:/, "") });
      if (!queued) throw new Error(`No connection has the Gorgias account ${account}.`);
      deps.say("Queued. `aircall-gorgias activity` shows what comes of it.");
    });
}
