/** `catch-up`: fetches from Aircall the calls of a time that never reached us (L8). */
import { Command, InvalidArgumentError } from "commander";
import type { Compared } from "../sync/compare-calls.ts";
import { print, type CliDeps } from "./commands.ts";
import { readMoment, type Moment } from "./read-moment.ts";

interface CatchUpOptions {
  from: Moment;
  to: Moment;
  json?: boolean;
}

export function catchUpCommand(deps: CliDeps): Command {
  return new Command("catch-up")
    .description(
      "fetch the calls of a time from Aircall's list: what never reached us is written, nothing is done twice",
    )
    .argument("<account>", "the Gorgias account, e.g. acme")
    .requiredOption("--from <time>", "when the first of them began: 2026-03-02T09:00Z, or -30m, -2h, -3d ago", moment)
    .option("--to <time>", "when the last of them began (default: now)", moment, { agoMs: 0 })
    .option("--json", "for programs")
    .action(async (account: string, { from, to, json }: CatchUpOptions) => {
      const found = (await deps.ask("catch-up", { account, from, to })) as Compared;
      print(deps, json, found, () => sentenceOf(found));
    });
}

function moment(typed: string): Moment {
  const read = readMoment(typed);
  if (!read) throw new InvalidArgumentError("a time such as 2026-03-02T09:00Z, -30m, -2h or -3d");
  return read;
}

function sentenceOf({ seen, unheard, changed }: Compared): string {
  const queued = changed > 0 ? " `aircall-gorgias activity` shows what comes of them." : "";
  return `Calls seen: ${seen}, new: ${unheard}, changed: ${changed - unheard}.${queued}`;
}
