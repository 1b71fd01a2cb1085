/** The admin API without a network: a command on the server asks it as the operator, and gets the same words. */
import Fastify from "fastify";
import { BY_OPERATOR } from "../../domain/connection/audit.ts";
import { adminApi, type AdminApiDeps } from "./admin-api.ts";

export interface LocalRequest {
  method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Below `/api`: `/connection`. */
  path: string;
  json?: unknown;
}

export interface LocalAnswer {
  status: number;
  json: unknown;
}

/** An operator who runs a command on the server can read the database anyway, so neither session nor role is needed. */
export async function askLocally(
  deps: Omit<AdminApiDeps, "findSession" | "mayChange" | "signOut">,
  { connectionId, account }: { connectionId: string; account: string },
  { method, path, json }: LocalRequest,
): Promise<LocalAnswer> {
  const csrfToken = "local";
  const user = { name: BY_OPERATOR, email: null };
  const api = adminApi({
    ...deps,
    findSession: async () => ({ connectionId, account, user, csrfToken }),
    signOut: async () => undefined,
  });
  const server = Fastify({ logger: false });
  try {
    await server.register(api, { prefix: "/api" });
    const headers = { "x-csrf-token": csrfToken, "accept-language": "en" };
    const answer = await server.inject({
      method,
      url: `/api${path}`,
      headers,
      ...(json === undefined ? {} : { payload: json as object }),
    });
    return { status: answer.statusCode, json: answer.payload === "" ? null : (JSON.parse(answer.payload) as unknown) };
  } finally {
    await server.close();
  }
}
