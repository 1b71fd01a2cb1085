/** `erase`: erases a phone number and reports what remains in Gorgias. */
import { Command } from "commander";
import type { EraseAnswer, ErasedOf } from "../connections/change/erase-phone.ts";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom } from "./ask-api.ts";
import { print, runLong, type CliDeps } from "./commands.ts";
import { confirm } from "./confirm.ts";
import { withoutControls } from "./without-controls.ts";

interface EraseOptions {
  account?: string;
  yes?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

export function eraseCommand(deps: CliDeps): Command {
  return new Command("erase")
    .description("erase all data of a phone number, and report what remains in Gorgias")
    .argument("<phone>", "with its country code, e.g. +33612345678")
    .option("--account <account>", "only this Gorgias account")
    .option("--yes", "do not ask")
    .option("--dry-run", "only report what would be erased")
    .option("--json", "print JSON")
    .action(async (typed: string, { account: named, yes, dryRun = false, json }: EraseOptions) => {
      const account = named === undefined ? null : accountFrom(named);
      if (dryRun || !yes) {
        const found = known(await deps.run("erase", { typed, account, preview: true }));
        if (dryRun) {
          print(deps, json, { ...found, kind: "would erase" }, () => reportOf(found.caller, found.of, "to erase"));
          return;
        }
        if (!json) deps.say(reportOf(found.caller, found.of, "to erase"));
        await confirm(deps, `Erase all of it, for ever`, yes);
      }
      const answer = known(await runLong(deps, "Erasing", "erase", { typed, account, preview: false }));
      print(deps, json, answer, () => reportOf(answer.caller, answer.of, "erased"));
      if (answer.of.some(({ underWay }) => underWay))
        throw new Refusal(
          "under_way",
          "Work on this number was still running and may have stored data. Run the command again.",
        );
    });
}

/** Throws for what cannot be erased. */
function known(answer: unknown): Extract<EraseAnswer, { kind: "erased" }> {
  const read = answer as EraseAnswer;
  if (read.kind === "no number")
    throw new Refusal(
      "no_number",
      `${withoutControls(read.typed)} is not a phone number. Enter it with its country code, e.g. +33612345678.`,
    );
  if (read.kind === "unknown account")
    throw new Refusal("not_connected", `No connection has the Gorgias account ${withoutControls(read.account)}.`);
  return read;
}

function reportOf(caller: string, of: readonly ErasedOf[], done: string): string {
  const touched = of.filter((each) => isTouched(each));
  if (touched.length > 0) return touched.flatMap((each) => linesOf(each, done)).join("\n");
  const hint = caller.startsWith("+") ? "" : " Enter it with its country code, e.g. +33612345678.";
  return `No data found for ${withoutControls(caller)}.${hint}`;
}

function isTouched({ calls, conversations, deliveries, writes, customers, named }: ErasedOf): boolean {
  return calls + conversations + deliveries + writes + customers.length + named.length > 0;
}

function linesOf({ account, customers, tickets, named, ...counts }: ErasedOf, done: string): string[] {
  const { calls, conversations, deliveries, writes } = counts;
  const counted = `${calls} calls, ${conversations} conversations, ${deliveries} deliveries and ${writes} writes ${done}`;
  const stays = [
    ...(customers.length > 0 ? [`customers ${customers.join(", ")}`] : []),
    ...(tickets.length > 0 ? [`tickets ${tickets.join(", ")}`] : []),
  ];
  return [
    `${account}: ${counted}.`,
    ...(stays.length > 0 ? [`  remains in Gorgias, erase it there: ${stays.join("; ")}`] : []),
    ...(named.length > 0
      ? [`  stored for other numbers, but mentions this one: ${named.map(withoutControls).join(", ")}`]
      : []),
  ];
}
