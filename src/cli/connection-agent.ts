/** `connection agent`: which Gorgias user signs for each Aircall user, and choosing one by hand (C4). */
import { Command } from "commander";
import type { AgentAnswer } from "../http/api/schemas.ts";
import { Refusal } from "../kit/refusal.ts";
import { askApi } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { tableOf } from "./table.ts";
import { withoutControls } from "./without-controls.ts";

interface AgentOptions {
  user?: string;
  byEmail?: boolean;
  json?: boolean;
}

export interface Person {
  id: string | number;
  name: string | null;
  email: string | null;
}

export function connectionAgent(deps: CliDeps): Command {
  return new Command("agent")
    .alias("agents")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .argument("[agent]", "an Aircall user: name, e-mail or id")
    .description("show which Gorgias user signs for each Aircall user, or choose one")
    .option("--user <user>", "the Gorgias user who signs for the agent: name, e-mail or id")
    .option("--by-email", "match the agent by e-mail again")
    .option("--json", "print JSON")
    .action(async (account: string, named: string | undefined, options: AgentOptions) => {
      const { agents } = await askApi<{ agents: AgentAnswer[] }>(deps, account, "/agents");
      const shown =
        named === undefined ? agents : [await changed(deps, account, findPerson(agents, named, "agent"), options)];
      if (named === undefined && (options.user !== undefined || options.byEmail))
        throw new Refusal("bad_request", "Name the agent too: connection agent <account> <agent> --user <user>.");
      print(deps, options.json, { agents: shown }, () => agentsOf(shown));
    });
}

async function changed(
  deps: CliDeps,
  account: string,
  agent: AgentAnswer,
  { user, byEmail }: AgentOptions,
): Promise<AgentAnswer> {
  if (user === undefined && !byEmail) return agent;
  if (user !== undefined && byEmail) throw new Refusal("bad_request", "Give --user or --by-email, not both.");
  return mapAgent(deps, account, agent.id, user === undefined ? null : await deskUserOf(deps, account, user));
}

export function mapAgent(
  deps: CliDeps,
  account: string,
  id: string,
  helpDeskUserId: number | null,
): Promise<AgentAnswer> {
  return askApi(deps, account, `/agents/${encodeURIComponent(id)}`, { method: "PUT", body: { helpDeskUserId } });
}

/** The id of the Gorgias user that a person names. */
export async function deskUserOf(deps: CliDeps, account: string, typed: string): Promise<number> {
  const answer = await askApi<{ users: { id: number; name: string | null; email: string | null }[] }>(
    deps,
    account,
    "/desk-users",
  );
  return findPerson(answer.users, typed, "user").id;
}

/** By id, e-mail or name. Throws a Refusal unless exactly one person matches. */
export function findPerson<P extends Person>(people: readonly P[], typed: string, what: "agent" | "user"): P {
  const text = typed.trim().toLowerCase();
  const where = what === "agent" ? "Aircall has no user" : "Gorgias has no active user";
  for (const field of [({ id }: P) => String(id), ({ email }: P) => email, ({ name }: P) => name]) {
    const [match, ...others] = people.filter((person) => field(person)?.trim().toLowerCase() === text);
    if (match && others.length > 0)
      throw new Refusal(
        `ambiguous_${what}`,
        `"${withoutControls(typed)}" names several people. Give an e-mail or an id.`,
      );
    if (match) return match;
  }
  const known = people.map(({ id, name, email }) => `${name ?? "?"}, ${email ?? "no e-mail"} (id ${id})`).join("; ");
  throw new Refusal(`unknown_${what}`, withoutControls(`${where} "${typed}". Give a name, e-mail or id of: ${known}.`));
}

function agentsOf(agents: readonly AgentAnswer[]): string {
  if (agents.length === 0) return "Aircall has no users.";
  const rows = agents.map(({ id, name, email, helpDeskUser, how }) => [
    name ?? "?",
    email ?? "no e-mail",
    `id ${id}`,
    helpDeskUser === null
      ? "→ no user (an admin signs)"
      : `→ ${helpDeskUser.name ?? helpDeskUser.email ?? helpDeskUser.id}`,
    how === "none" ? "" : how,
  ]);
  return tableOf(null, rows);
}
