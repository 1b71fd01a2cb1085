/** Aircall agents and their Gorgias users. */
import type { AgentAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export interface DeskUser {
  id: number;
  name: string | null;
  email: string | null;
}

export async function readAgents(signal: AbortSignal): Promise<AgentAnswer[]> {
  return (await request<{ agents: AgentAnswer[] }>("/api/agents", { signal })).agents;
}

export async function readDeskUsers(signal: AbortSignal): Promise<DeskUser[]> {
  return (await request<{ users: DeskUser[] }>("/api/desk-users", { signal })).users;
}

export interface AgentChoice {
  agentId: string;
  /** Null matches by e-mail again. */
  helpDeskUserId: number | null;
}

export async function mapAgent(csrfToken: string, { agentId, helpDeskUserId }: AgentChoice): Promise<void> {
  await request(`/api/agents/${encodeURIComponent(agentId)}`, { method: "PUT", csrfToken, body: { helpDeskUserId } });
}
