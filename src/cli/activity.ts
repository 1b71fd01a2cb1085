/** `activity` lists the latest calls and messages. `activity show` prints one in full. */
import { Command, InvalidArgumentError } from "commander";
import type { LeftOut } from "../domain/ticket/left-out.ts";
import type { ActivityDetail, ActivityItem } from "../domain/ports/activity.ts";
import { sayOutcome, sayReason } from "../domain/reasons/say-reason.ts";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { activityIdFrom } from "./activity-id-from.ts";
import { withoutControls } from "./without-controls.ts";

interface ListOptions {
  account?: string;
  limit: number;
  json?: boolean;
}

export function activityCommand(deps: CliDeps): Command {
  const command = new Command("activity")
    .description("list calls and conversations, newest first")
    .enablePositionalOptions();
  command
    .option("--account <account>", "only this Gorgias account")
    .option("--limit <number>", "number of items", wholeNumber, 20)
    .option("--json", "print JSON")
    .action(async ({ account, limit, json }: ListOptions) => {
      const only = account === undefined ? null : accountFrom(account);
      const items = (await deps.run("activity", { account: only, limit })) as ActivityItem[];
      print(deps, json, items, () => (items.length > 0 ? items.map(lineOf).join("\n") : "No activity yet."));
    });
  command
    .command("show <account> <item>")
    .description("one call or conversation in full: deliveries, match, plan, writes, requests")
    .option("--json", "print JSON")
    .action(async (account: string, item: string, { json }: { json?: boolean }) => {
      const activityId = activityIdFrom(item);
      const of = accountFrom(account);
      const detail = (await deps.run("activity show", { account: of, activityId })) as ActivityDetail | null;
      if (!detail)
        throw new Refusal(
          "not_found",
          `${of} has no ${activityId}. \`aircall-gorgias activity\` lists the existing ones.`,
        );
      print(deps, json, detail, () => pageOf(detail));
    });
  return command;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError("a whole number from 1 to 1000");
  return value;
}

function lineOf(item: ActivityItem): string {
  const when = new Date(item.startedAt ?? item.updatedAt).toISOString().slice(0, 19);
  const what = `${item.direction ?? "?"} ${item.caller ?? "?"} on ${item.lineName ?? "?"}`;
  const ticket = item.ticketId === null ? "no ticket" : `ticket ${item.ticketId}`;
  const end = `${ticket}, ${item.requests} requests${item.reason ? ` — ${sayReason("en", item.reason)}` : ""}`;
  return withoutControls(`${when}  ${item.account}  ${item.id}  ${item.state.padEnd(7)}  ${what}  ${end}`);
}

function pageOf(detail: ActivityDetail): string {
  const received = detail.received.map(
    ({ event, receivedAt, outcome }) =>
      `  ${new Date(receivedAt).toISOString()}  ${event}  ${outcome ? sayOutcome("en", outcome) : "not processed yet"}`,
  );
  const writes = detail.writes.map(
    ({ generation, key, state, requests, outcome }) =>
      `  ${key}${generation > 1 ? ` (ticket ${generation})` : ""}  ${state}  ${requests} requests  ${JSON.stringify(outcome)}`,
  );
  const match = detail.match === null ? "not searched yet" : JSON.stringify(detail.match);
  const leftOut = detail.leftOut.map(leftOutLine);
  const page = [
    lineOf(detail),
    `Customer: ${match}`,
    ...(leftOut.length > 0 ? ["Left out:", ...leftOut] : []),
    "Deliveries:",
    ...received,
    "Writes:",
    ...writes,
  ];
  return page.map(withoutControls).join("\n");
}

function leftOutLine({ part, value, code, vendor, status, detail }: LeftOut): string {
  const why = `${code} by ${vendor}${status === null ? "" : ` (${status})`}${detail === null ? "" : `: ${detail}`}`;
  return `  ${part}${value === null ? "" : ` ${value}`}  ${why}`;
}
