/** `config export` and `config import`: the whole configuration as a YAML file, without secrets. */
import { Command } from "commander";
import type { AgentAnswer, LineAnswer, SettingsAnswer } from "../http/api/schemas.ts";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom, askApi } from "./ask-api.ts";
import { changesOf, type Change } from "./config-diff.ts";
import { readConfig, writeConfig, type ConfigFile, type ConnectionConfig } from "./config-file.ts";
import { print, type CliDeps } from "./commands.ts";
import { confirm } from "./confirm.ts";
import { mapAgent } from "./connection-agent.ts";
import { accountsOf, shownValue } from "./connection-show.ts";
import { withoutControls } from "./without-controls.ts";

/** An address that holds a secret in its path. */
const SECRET_SETTINGS = new Set(["alertUrl"]);

export function configCommand(deps: CliDeps): Command {
  return new Command("config")
    .description("the whole configuration as a YAML file")
    .addCommand(configExport(deps))
    .addCommand(configImport(deps));
}

function configExport(deps: CliDeps): Command {
  return new Command("export")
    .description("print settings, numbers and agents of every connection as YAML, without secrets")
    .option("--account <account>", "only this Gorgias account")
    .option("--json", "print JSON")
    .action(async ({ account, json }: { account?: string; json?: boolean }) => {
      const accounts = account === undefined ? await accountsOf(deps) : [accountFrom(account)];
      const config: ConfigFile = { version: 1, connections: {} };
      for (const each of accounts) config.connections[each] = await configOf(deps, each);
      print(deps, json, config, () => writeConfig(config).trimEnd());
    });
}

async function configOf(deps: CliDeps, account: string): Promise<ConnectionConfig> {
  const { settings } = await askApi<SettingsAnswer>(deps, account, "/settings");
  const { lines } = await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines");
  return {
    settings: Object.fromEntries(
      settings.flatMap(({ name, value }) => (SECRET_SETTINGS.has(name) ? [] : [[name, value]])),
    ),
    numbers: lines.map(({ id, name, digits, selected }) => ({ id, name, digits, selected })),
    agents: await agentsByHand(deps, account),
  };
}

/** None while a side is not connected. Then its users cannot be read. */
async function agentsByHand(deps: CliDeps, account: string): Promise<NonNullable<ConnectionConfig["agents"]>> {
  try {
    const { agents } = await askApi<{ agents: AgentAnswer[] }>(deps, account, "/agents");
    return agents.flatMap(({ id, email, how, helpDeskUser }) =>
      how === "by hand" && helpDeskUser
        ? [{ agent: email ?? id, user: helpDeskUser.email ?? String(helpDeskUser.id) }]
        : [],
    );
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_joined") return [];
    throw error;
  }
}

interface ImportOptions {
  yes?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

function configImport(deps: CliDeps): Command {
  return new Command("import")
    .argument("<file>", "a file that `config export` wrote, or - for standard input")
    .description("show what a configuration file would change, ask, and apply it")
    .option("--yes", "do not ask")
    .option("--dry-run", "only show what would change")
    .option("--json", "print JSON")
    .action(async (file: string, { yes, dryRun = false, json }: ImportOptions) => {
      const { config, whereIs } = readConfig(await deps.read(file), file);
      const changes: Change[] = [];
      for (const [account, wanted] of Object.entries(config.connections)) {
        changes.push(
          ...(await changesOf(deps, account, wanted, whereIs).catch((error: unknown) =>
            placed(whereIs("connections", account), error),
          )),
        );
      }
      if (!json) deps.say(diffOf(changes));
      const applied = changes.length > 0 && !dryRun;
      if (applied) {
        await confirm(deps, `Apply ${changes.length === 1 ? "this change" : `these ${changes.length} changes`}`, yes);
        await apply(deps, changes);
      }
      if (json) print(deps, true, { changes: changes.map(withoutSecret), applied }, () => "");
      else if (applied) deps.say("Applied.");
    });
}

/** An unknown account is on a line of the file too. */
function placed(where: string, error: unknown): never {
  if (error instanceof Refusal && error.code === "not_connected")
    throw new Refusal(error.code, `${where}: ${error.message}`);
  throw error;
}

/** Connection by connection: settings, then numbers, then agents. */
async function apply(deps: CliDeps, changes: readonly Change[]): Promise<void> {
  for (const account of new Set(changes.map((change) => change.account))) {
    const own = changes.filter((change) => change.account === account);
    const settings = own.flatMap((change) => (change.kind === "setting" ? [[change.name, change.to] as const] : []));
    if (settings.length > 0)
      await askApi(deps, account, "/settings", { method: "PATCH", body: Object.fromEntries(settings) });
    const numbers = new Map(
      own.flatMap((change) => (change.kind === "number" ? [[change.id, change.to] as const] : [])),
    );
    if (numbers.size > 0) {
      const { lines } = await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines");
      const selected = lines.filter(({ id, selected: now }) => numbers.get(id) ?? now).map(({ id }) => id);
      await askApi(deps, account, "/lines", { method: "PUT", body: { selected } });
    }
    for (const change of own) if (change.kind === "agent") await mapAgent(deps, account, change.id, change.to);
  }
}

function diffOf(changes: readonly Change[]): string {
  if (changes.length === 0) return "Nothing to change: every connection is as the file says.";
  return changes.map((change) => withoutControls(lineOf(change))).join("\n");
}

function lineOf(change: Change): string {
  const { account, kind, name, from, to } = change;
  if (kind === "setting") return `${account}  ~ ${name}: ${shownValue(name, from)} → ${shownValue(name, to)}`;
  if (kind === "number")
    return `${account}  ${to ? "+" : "-"} number ${name}: ${to ? "selected" : "no longer selected"}`;
  const user = (id: unknown) => (id === null ? "by e-mail" : `Gorgias user ${String(id)}`);
  return `${account}  ~ agent ${name}: ${user(from)} → ${user(to)}`;
}

function withoutSecret(change: Change): Change {
  if (change.kind !== "setting" || !SECRET_SETTINGS.has(change.name)) return change;
  return { ...change, from: "…", to: "…" };
}
