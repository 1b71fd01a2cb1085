/** The users of Aircall, and the Gorgias user that signs for each: chosen by hand, else matched by e-mail (C4). */
import type { Person } from "../../domain/call/call.ts";
import { matchByEmail, type HelpDeskUser } from "../../domain/customer/people.ts";
import type { AgentStore } from "../../domain/ports/admin.ts";

export interface ListAgentsDeps {
  agents: Pick<AgentStore, "mappings">;
  /** The users of Aircall. */
  companyUsers(connectionId: string): Promise<Person[]>;
  helpDeskUsers(connectionId: string): Promise<HelpDeskUser[]>;
}

export interface Agent {
  person: Person;
  helpDeskUser: HelpDeskUser | null;
  how: "e-mail" | "by hand" | "none";
}

export async function listAgents(deps: ListAgentsDeps, connectionId: string): Promise<Agent[]> {
  const [people, users, mappings] = await Promise.all([
    deps.companyUsers(connectionId),
    deps.helpDeskUsers(connectionId),
    deps.agents.mappings(connectionId),
  ]);
  return people.map((person) => joinAgent(person, users, mappings));
}

/** A user chosen by hand must still be able to sign. Otherwise the e-mail decides. */
export function joinAgent(
  person: Person,
  users: readonly HelpDeskUser[],
  mappings: ReadonlyMap<string, number>,
): Agent {
  const chosen = users.find((user) => user.id === mappings.get(person.id));
  if (chosen && canSign(chosen)) return { person, helpDeskUser: chosen, how: "by hand" };
  const matched = matchByEmail(person, users);
  return { person, helpDeskUser: matched, how: matched ? "e-mail" : "none" };
}

/** True for an active user that is not a bot. */
export function canSign(user: HelpDeskUser): boolean {
  return user.active && !user.bot;
}
