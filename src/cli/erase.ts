/** `erase`: erases a phone number and reports what remains in Gorgias. */
import { Command } from "commander";
import type { EraseAnswer, ErasedOf } from "../connections/erase-phone.ts";
import { print, type CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export function eraseCommand(deps: CliDeps): Command {
  return new Command("erase")
    .description("erase all data of a phone number, and report what remains in Gorgias")
    .argument("<phone>", "with its country code, e.g. +33612345678")
    .option("--account <account>", "only this Gorgias account")
    .option("--json", "print JSON")
    .action(async (typed: string, { account, json }: { account?: string; json?: boolean }) => {
      const answer = (await deps.run("erase", { typed, account: account ?? null })) as EraseAnswer;
      if (answer.kind === "no number")
        throw new Error(
          `${withoutControls(answer.typed)} is not a phone number. Enter it with its country code, e.g. +33612345678.`,
        );
      if (answer.kind === "unknown account")
        throw new Error(`No connection has the Gorgias account ${withoutControls(answer.account)}.`);
      print(deps, json, answer, () => reportOf(answer.caller, answer.of));
      if (answer.of.some(({ underWay }) => underWay))
        throw new Error("Work on this number was still running and may have stored data. Run the command again.");
    });
}

function reportOf(caller: string, of: readonly ErasedOf[]): string {
  const touched = of.filter((each) => isTouched(each));
  if (touched.length > 0) return touched.flatMap(linesOf).join("\n");
  const hint = caller.startsWith("+") ? "" : " Enter it with its country code, e.g. +33612345678.";
  return `No data found for ${withoutControls(caller)}.${hint}`;
}

function isTouched({ calls, conversations, deliveries, writes, customers, named }: ErasedOf): boolean {
  return calls + conversations + deliveries + writes + customers.length + named.length > 0;
}

function linesOf({ account, customers, tickets, named, ...counts }: ErasedOf): string[] {
  const { calls, conversations, deliveries, writes } = counts;
  const erased = `${calls} calls, ${conversations} conversations, ${deliveries} deliveries and ${writes} writes erased`;
  const stays = [
    ...(customers.length > 0 ? [`customers ${customers.join(", ")}`] : []),
    ...(tickets.length > 0 ? [`tickets ${tickets.join(", ")}`] : []),
  ];
  return [
    `${account}: ${erased}.`,
    ...(stays.length > 0 ? [`  remains in Gorgias, erase it there: ${stays.join("; ")}`] : []),
    ...(named.length > 0
      ? [`  stored for other numbers, but mentions this one: ${named.map(withoutControls).join(", ")}`]
      : []),
  ];
}
