/** `connection list` and `connection show`: how connections stand, in the words of the API. */
import { Command } from "commander";
import type { ConnectionAnswer, LineAnswer, SettingsAnswer } from "../http/api/schemas.ts";
import { askApi } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { tableOf } from "./table.ts";
import { withoutControls } from "./without-controls.ts";

export function connectionList(deps: CliDeps): Command {
  return new Command("list")
    .description("the connections, with status and health")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const connections: ConnectionAnswer[] = [];
      for (const account of await accountsOf(deps)) connections.push(await askApi(deps, account, "/connection"));
      print(deps, json, { connections }, () => listOf(connections));
    });
}

export async function accountsOf(deps: Pick<CliDeps, "run">): Promise<string[]> {
  return (await deps.run("accounts", {})) as string[];
}

export function connectionShow(deps: CliDeps): Command {
  return new Command("show")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .description("one connection in full: status, checks, numbers, changed settings")
    .option("--json", "print JSON")
    .action(async (account: string, { json }: { json?: boolean }) => {
      const connection = await askApi<ConnectionAnswer>(deps, account, "/connection");
      const { lines } = await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines");
      const { settings } = await askApi<SettingsAnswer>(deps, account, "/settings");
      print(deps, json, { connection, lines, settings }, () => pageOf(connection, lines, settings));
    });
}

function listOf(connections: readonly ConnectionAnswer[]): string {
  if (connections.length === 0)
    return "No connection yet. `aircall-gorgias console-link --set-up` prints a link to the set-up page.";
  const rows = connections.map(({ account, status, healthy, message, checks }) => {
    const failing = checks.filter(({ ok }) => !ok).map(({ code }) => code);
    const health = healthy ? "works" : (message ?? `needs attention: ${failing.join(", ")}`);
    return [account, status, health];
  });
  return tableOf(["ACCOUNT", "STATUS", "HEALTH"], rows);
}

function pageOf(
  { account, status, message, remedy, since, healthy, checks, steps }: ConnectionAnswer,
  lines: readonly LineAnswer[],
  settings: SettingsAnswer["settings"],
): string {
  const changed = settings.filter(({ value, default: usual }) => value !== usual);
  const page = [
    `${account}: ${status}${healthy ? ", works" : ""}${since === null ? "" : ` since ${since}`}`,
    ...(message === null ? [] : [`  ${message}`]),
    ...(remedy === null ? [] : [`  → ${remedy}`]),
    "Checks:",
    ...checks.flatMap(({ code, ok, remedy: how }) => [
      `  ${ok ? "ok   " : "wrong"}  ${code}`,
      ...(how === null ? [] : [`         → ${how}`]),
    ]),
    "Set-up:",
    ...steps.map(({ name, state, detail }) => `  ${state.padEnd(7)}  ${name}${detail === null ? "" : `: ${detail}`}`),
    "Numbers:",
    ...numbersOf(lines).split("\n"),
    "Settings that differ from their default:",
    ...(changed.length > 0 ? changed.map(({ name, value }) => `  ${name} = ${shownValue(name, value)}`) : ["  none"]),
  ];
  return page.map(withoutControls).join("\n");
}

/** The address for alerts is a secret of another service. */
export function shownValue(name: string, value: unknown): string {
  return name === "alertUrl" && value !== "" ? "(set, a secret)" : JSON.stringify(value);
}

/** One number a line, with what Aircall says of it. */
export function numbersOf(lines: readonly LineAnswer[]): string {
  if (lines.length === 0) return "  none";
  const rows = lines.map(({ id, name, digits, selected, linkedInAircall }) => [
    selected ? "  selected" : "  –",
    name,
    digits,
    `id ${id}`,
    linkedInAircall === false ? "not linked to the app in Aircall" : "",
  ]);
  return tableOf(null, rows);
}
