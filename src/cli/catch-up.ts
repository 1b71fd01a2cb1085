/** `catch-up`: reads a period's calls from Aircall's list and processes those without deliveries (L8). */
import { Command, InvalidArgumentError } from "commander";
import type { Compared } from "../sync/call/compare-calls.ts";
import { accountFrom } from "./ask-api.ts";
import { print, runLong, type CliDeps } from "./commands.ts";
import { readMoment, type Moment } from "./read-moment.ts";

interface CatchUpOptions {
  from: Moment;
  to: Moment;
  json?: boolean;
}

export function catchUpCommand(deps: CliDeps): Command {
  return new Command("catch-up")
    .description("fetch a period's calls from Aircall and write what is missing, without duplicates")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .requiredOption("--from <time>", "start of the period: 2026-03-02T09:00Z, or -30m, -2h, -3d", moment)
    .option("--to <time>", "end of the period (default: now)", moment, { agoMs: 0 })
    .option("--json", "print JSON")
    .action(async (account: string, { from, to, json }: CatchUpOptions) => {
      const found = (await runLong(deps, "Reading calls", "catch-up", {
        account: accountFrom(account),
        from,
        to,
      })) as Compared;
      print(deps, json, found, () => sentenceOf(found));
    });
}

function moment(typed: string): Moment {
  const read = readMoment(typed);
  if (!read) throw new InvalidArgumentError("a time such as 2026-03-02T09:00Z, -30m, -2h or -3d");
  return read;
}

function sentenceOf({ seen, unheard, changed }: Compared): string {
  const queued = changed > 0 ? " `aircall-gorgias activity` shows the results." : "";
  return `Calls seen: ${seen}, new: ${unheard}, changed: ${changed - unheard}.${queued}`;
}
