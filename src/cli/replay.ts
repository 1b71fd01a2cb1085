/** `replay`: repeats the missing writes of a call or conversation, or of everything that failed. */
import { Command } from "commander";
import { activityIdFrom } from "./activity-id-from.ts";
import type { CliDeps } from "./commands.ts";

interface ReplayOptions {
  failed?: boolean;
  account?: string;
}

const SEE = "`aircall-gorgias activity` shows the result.";

export function replayCommand(deps: CliDeps): Command {
  return new Command("replay")
    .description("repeat the missing writes of a call or conversation, without duplicates")
    .argument("[account]", "the Gorgias account, e.g. acme")
    .argument("[item]", "an id from `activity`, e.g. call:123 or text:+33612345678")
    .option("--failed", "replay everything that failed, instead of one item")
    .option("--account <account>", "with --failed: only this Gorgias account")
    .action(async (named: string | undefined, item: string | undefined, options: ReplayOptions, command: Command) => {
      if (options.failed) {
        if (item !== undefined) command.error("error: --failed takes no item", { code: "commander.excessArguments" });
        await replayFailed(deps, options.account ?? named ?? null);
      } else if (named === undefined || item === undefined || options.account !== undefined) {
        command.error("error: give an account and an item, or --failed", { code: "commander.missingArgument" });
      } else await replayOne(deps, named, item);
    });
}

async function replayOne(deps: CliDeps, account: string, item: string): Promise<void> {
  const queued = await deps.run("replay", { account, activityId: activityIdFrom(item) });
  if (!queued) throw new Error(`No connection has the Gorgias account ${account}.`);
  deps.say(`Queued. ${SEE}`);
}

async function replayFailed(deps: CliDeps, account: string | null): Promise<void> {
  const count = (await deps.run("replay failed", { account })) as number | null;
  if (count === null) throw new Error(`No connection has the Gorgias account ${account}.`);
  deps.say(count === 0 ? "Nothing failed." : `Queued: ${count}. ${SEE}`);
}
