/** Maps an agent to a Gorgias user by hand, or returns it to e-mail matching. */
import type { ChangedBy } from "../../domain/connection/audit.ts";
import type { AgentStore } from "../../domain/ports/admin.ts";
import { canSign, joinAgent, type Agent, type ListAgentsDeps } from "../show/list-agents.ts";

export interface MapAgentDeps extends Omit<ListAgentsDeps, "agents"> {
  agents: AgentStore;
}

export type AgentMapped = { kind: "mapped"; agent: Agent } | { kind: "unknown agent" } | { kind: "unknown desk user" };

/** `helpDeskUserId` null removes the mapping. */
export async function mapAgent(
  deps: MapAgentDeps,
  connectionId: string,
  aircallUserId: string,
  helpDeskUserId: number | null,
  changedBy?: ChangedBy,
): Promise<AgentMapped> {
  const [people, users] = await Promise.all([deps.companyUsers(connectionId), deps.helpDeskUsers(connectionId)]);
  const person = people.find(({ id }) => id === aircallUserId);
  if (!person) return { kind: "unknown agent" };
  const helpDeskUser = (id: number) => nameOf(users.find((user) => user.id === id)) ?? String(id);
  const change = changedBy && { ...changedBy, names: { agent: nameOf(person) ?? person.id, helpDeskUser } };
  if (helpDeskUserId === null) await deps.agents.unmap(connectionId, person.id, change);
  else if (users.some((user) => user.id === helpDeskUserId && canSign(user))) {
    await deps.agents.map(connectionId, person.id, helpDeskUserId, change);
  } else return { kind: "unknown desk user" };
  return { kind: "mapped", agent: joinAgent(person, users, await deps.agents.mappings(connectionId)) };
}

function nameOf(person: { name: string | null; email: string | null } | undefined): string | null {
  return person?.name ?? person?.email ?? null;
}
