/** The session of the signed-in user. */
import type { Session } from "../../src/http/api/schemas.ts";
import { ApiError, request } from "./request.ts";

/** Null without a session. */
export async function readSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await request<Session>("/api/session", { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export async function signOut(csrfToken: string): Promise<void> {
  await request("/api/session", { method: "DELETE", csrfToken });
}
