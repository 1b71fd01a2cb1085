/** The people in Aircall and who signs for them in Gorgias: joined by hand, else by e-mail (C4). */
import type { Person } from "../domain/call.ts";
import { matchByEmail, type DeskUser } from "../domain/people.ts";
import type { AgentStore } from "../domain/ports/admin.ts";

export interface ListAgentsDeps {
  agents: Pick<AgentStore, "mappings">;
  /** The users of Aircall. */
  companyUsers(connectionId: string): Promise<Person[]>;
  deskUsers(connectionId: string): Promise<DeskUser[]>;
}

export interface Agent {
  person: Person;
  deskUser: DeskUser | null;
  how: "e-mail" | "by hand" | "none";
}

export async function listAgents(deps: ListAgentsDeps, connectionId: string): Promise<Agent[]> {
  const [people, users, mappings] = await Promise.all([
    deps.companyUsers(connectionId),
    deps.deskUsers(connectionId),
    deps.agents.mappings(connectionId),
  ]);
  return people.map((person) => joinAgent(person, users, mappings));
}

/** Whoever was chosen by hand and can no longer sign is passed over. */
export function joinAgent(person: Person, users: readonly DeskUser[], mappings: ReadonlyMap<string, number>): Agent {
  const chosen = users.find((user) => user.id === mappings.get(person.id));
  if (chosen && canSign(chosen)) return { person, deskUser: chosen, how: "by hand" };
  const matched = matchByEmail(person, users);
  return { person, deskUser: matched, how: matched ? "e-mail" : "none" };
}

/** An active user who is no program. */
export function canSign(user: DeskUser): boolean {
  return user.active && !user.bot;
}
