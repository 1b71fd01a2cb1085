/** Compares a configuration file with the connections as they are. Finds every mistake before anything changes. */
import { sayAccessProblem } from "../domain/access/say-access-problem.ts";
import { findNumbers } from "../domain/access/find-numbers.ts";
import { isSettingName, refusedSettings, settingsForm } from "../domain/settings/settings-form.ts";
import { sayAllowed } from "../domain/translations/settings-translations.ts";
import type { AgentAnswer, LineAnswer, SettingsAnswer } from "../http/api/schemas.ts";
import { askApi } from "./ask-api.ts";
import { bad, type ConnectionConfig, type WhereIs } from "./config-file.ts";
import { deskUserOf, findPerson } from "./connection-agent.ts";
import type { CliDeps } from "./commands.ts";

export type Change =
  | { account: string; kind: "setting"; name: string; from: unknown; to: unknown }
  | { account: string; kind: "number"; id: string; name: string; from: boolean; to: boolean }
  | { account: string; kind: "agent"; id: string; name: string; from: number | null; to: number | null };

/** What applying the file would change of one connection. Throws a Refusal with the line of a mistake. */
export async function changesOf(
  deps: CliDeps,
  account: string,
  { settings = {}, numbers = [], agents = [] }: ConnectionConfig,
  whereIs: WhereIs,
): Promise<Change[]> {
  return [
    ...(await settingChanges(deps, account, settings, whereIs)),
    ...(numbers.length > 0 ? await numberChanges(deps, account, numbers, whereIs) : []),
    ...(agents.length > 0 ? await agentChanges(deps, account, agents, whereIs) : []),
  ];
}

async function settingChanges(
  deps: CliDeps,
  account: string,
  wanted: Record<string, unknown>,
  whereIs: WhereIs,
): Promise<Change[]> {
  const place = (name: string) => `${whereIs("connections", account, "settings", name)}: `;
  for (const name of Object.keys(wanted)) {
    if (!isSettingName(name)) throw bad(`${place(name)}there is no setting ${name}.`);
  }
  const [refused] = refusedSettings(wanted);
  const field = settingsForm.find(({ name }) => name === refused);
  if (field) throw bad(`${place(field.name)}${field.name} must be ${sayAllowed(field, "en")}.`);
  const { settings } = await askApi<SettingsAnswer>(deps, account, "/settings");
  return settings
    .filter(({ name, value }) => Object.hasOwn(wanted, name) && wanted[name] !== value)
    .map(({ name, value }) => ({ account, kind: "setting", name, from: value, to: wanted[name] }));
}

async function numberChanges(
  deps: CliDeps,
  account: string,
  wanted: NonNullable<ConnectionConfig["numbers"]>,
  whereIs: WhereIs,
): Promise<Change[]> {
  const { lines } = await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines");
  return wanted.flatMap(({ id, digits, name, selected }, i): Change[] => {
    const where = `${whereIs("connections", account, "numbers", i)}: `;
    const line = lines.find((one) => one.id === id) ?? lineNamed(lines, digits ?? name ?? id, where);
    if (line.selected === selected) return [];
    return [{ account, kind: "number", id: line.id, name: line.name, from: line.selected, to: selected }];
  });
}

/** Ids differ between companies. Digits and names also find the number in another company. */
function lineNamed(lines: readonly LineAnswer[], typed: string | undefined, where: string): LineAnswer {
  if (typed === undefined) throw bad(`${where}a number needs an id, digits or a name.`);
  const found = findNumbers(lines, [typed]);
  if (found.kind === "refused") throw bad(where + sayAccessProblem("en", found.problem));
  const line = lines.find(({ id }) => id === found.ids[0]);
  if (!line) throw bad(`${where}a number needs an id, digits or a name.`);
  return line;
}

async function agentChanges(
  deps: CliDeps,
  account: string,
  wanted: NonNullable<ConnectionConfig["agents"]>,
  whereIs: WhereIs,
): Promise<Change[]> {
  const { agents } = await askApi<{ agents: AgentAnswer[] }>(deps, account, "/agents");
  const changes: Change[] = [];
  for (const [i, { agent: named, user }] of wanted.entries()) {
    const where = whereIs("connections", account, "agents", i);
    const agent = atPlace(where, () => findPerson(agents, named, "agent"));
    const to =
      user === null ? null : await deskUserOf(deps, account, user).catch((error: unknown) => rethrow(where, error));
    const from = agent.how === "by hand" ? (agent.helpDeskUser?.id ?? null) : null;
    if (from !== to) changes.push({ account, kind: "agent", id: agent.id, name: agent.name ?? agent.id, from, to });
  }
  return changes;
}

function atPlace<T>(where: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    return rethrow(where, error);
  }
}

function rethrow(where: string, error: unknown): never {
  throw bad(`${where}: ${error instanceof Error ? error.message : "failed"}`);
}
