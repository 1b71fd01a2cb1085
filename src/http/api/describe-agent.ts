/** An agent as the API tells one. */
import type { Agent } from "../../connections/list-agents.ts";
import type { AgentAnswer } from "./schemas.ts";

export function describeAgent({ person, deskUser, how }: Agent): AgentAnswer {
  const { id, name, email } = person;
  return { id, name, email, deskUser: deskUser && pick(deskUser), how };
}

function pick({ id, name, email }: NonNullable<AgentAnswer["deskUser"]>): AgentAnswer["deskUser"] {
  return { id, name, email };
}
