/** `erase`: forgets a phone number, and says what stays in Gorgias. */
import { Command } from "commander";
import type { EraseAnswer, ErasedOf } from "../connections/erase-phone.ts";
import { print, type CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export function eraseCommand(deps: CliDeps): Command {
  return new Command("erase")
    .description("erase everything that is kept of a phone number, and report what stays in Gorgias")
    .argument("<phone>", "with its country code, e.g. +33612345678")
    .option("--account <account>", "in this Gorgias account only")
    .option("--json", "for programs")
    .action(async (typed: string, { account, json }: { account?: string; json?: boolean }) => {
      const answer = (await deps.ask("erase", { typed, account: account ?? null })) as EraseAnswer;
      if (answer.kind === "no number")
        throw new Error(
          `${withoutControls(answer.typed)} is no phone number. Type it with its country code, e.g. +33612345678.`,
        );
      if (answer.kind === "unknown account")
        throw new Error(`No connection has the Gorgias account ${withoutControls(answer.account)}.`);
      print(deps, json, answer, () => reportOf(answer.caller, answer.of));
      if (answer.of.some(({ underWay }) => underWay))
        throw new Error("Work on this number did not end in the meantime and may have kept something: run it again.");
    });
}

function reportOf(caller: string, of: readonly ErasedOf[]): string {
  const touched = of.filter((each) => isTouched(each));
  if (touched.length > 0) return touched.flatMap(linesOf).join("\n");
  const hint = caller.startsWith("+") ? "" : " Was it typed with its country code, e.g. +33612345678?";
  return `Nothing was kept of ${withoutControls(caller)}.${hint}`;
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
    ...(stays.length > 0 ? [`  stays in Gorgias, to be erased there: ${stays.join("; ")}`] : []),
    ...(named.length > 0
      ? [`  kept of others, and names it all the same: ${named.map(withoutControls).join(", ")}`]
      : []),
  ];
}
