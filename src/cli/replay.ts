/** `replay`: repeats the missing writes of a call or conversation, or of everything that failed. */
import { Command } from "commander";
import { accountFrom, askApi } from "./ask-api.ts";
import { print, runLong, type CliDeps } from "./commands.ts";
import { activityIdFrom } from "./activity-id-from.ts";

interface ReplayOptions {
  failed?: boolean;
  account?: string;
  dryRun?: boolean;
  json?: boolean;
}

const SEE = "`aircall-gorgias activity` shows the result.";

export function replayCommand(deps: CliDeps): Command {
  return new Command("replay")
    .description("repeat the missing writes of a call or conversation, without duplicates")
    .argument("[account]", "the Gorgias account, e.g. acme")
    .argument("[item]", "an id from `activity`, e.g. call:123 or text:+33612345678")
    .option("--failed", "replay everything that failed, instead of one item")
    .option("--account <account>", "with --failed: only this Gorgias account")
    .option("--dry-run", "with --failed: only count it")
    .option("--json", "print JSON")
    .action(async (named: string | undefined, item: string | undefined, options: ReplayOptions, command: Command) => {
      if (options.failed) {
        if (item !== undefined) command.error("error: --failed takes no item", { code: "commander.excessArguments" });
        await replayFailed(deps, options.account ?? named ?? null, options);
      } else if (named === undefined || item === undefined || options.account !== undefined) {
        command.error("error: give an account and an item, or --failed", { code: "commander.missingArgument" });
      } else await replayOne(deps, named, item, options);
    });
}

async function replayOne(deps: CliDeps, account: string, item: string, { json }: ReplayOptions): Promise<void> {
  const id = activityIdFrom(item);
  await askApi(deps, account, `/activity/${encodeURIComponent(id)}/replay`, { method: "POST" });
  print(deps, json, { account: accountFrom(account), id, queued: 1 }, () => `Queued. ${SEE}`);
}

async function replayFailed(
  deps: CliDeps,
  typed: string | null,
  { dryRun = false, json }: ReplayOptions,
): Promise<void> {
  const account = typed === null ? null : accountFrom(typed);
  const count = (await runLong(deps, "Queueing", "replay failed", { account, preview: dryRun })) as number;
  print(deps, json, { account, failed: count, queued: dryRun ? 0 : count }, () => {
    if (count === 0) return "Nothing failed.";
    return dryRun ? `Would queue: ${count}.` : `Queued: ${count}. ${SEE}`;
  });
}
