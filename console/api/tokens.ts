/** API tokens. */
import type { CreatedTokenAnswer, TokenAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export async function readTokens(signal: AbortSignal): Promise<TokenAnswer[]> {
  return (await request<{ tokens: TokenAnswer[] }>("/api/tokens", { signal })).tokens;
}

export interface TokenRequest {
  name: string;
  scope: TokenAnswer["scope"];
  /** Null where it does not expire. */
  expiresInDays: number | null;
}

export function createToken(csrfToken: string, body: TokenRequest): Promise<CreatedTokenAnswer> {
  return request<CreatedTokenAnswer>("/api/tokens", { method: "POST", csrfToken, body });
}

export async function revokeToken(csrfToken: string, { id }: Pick<TokenAnswer, "id">): Promise<void> {
  await request(`/api/tokens/${encodeURIComponent(id)}`, { method: "DELETE", csrfToken });
}
