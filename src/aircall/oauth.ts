/** OAuth with Aircall (docs/vendors/aircall.md 1.3): the token endpoint takes JSON, and the token never expires. */
import { z } from "zod";
import type { AircallOauth } from "../domain/ports/oauth.ts";
import { fetchSmall } from "../kit/read-text.ts";
import { RequestError } from "../kit/request-error.ts";
import { SCOPES } from "./vendor.ts";

export interface AircallOauthDeps {
  aircallApiUrl: string;
  dashboardUrl: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  fetch: typeof fetch;
}

const TIMEOUT_MS = 15_000;
export const tokenAnswer = z.object({ access_token: z.string().min(1) });
export const errorAnswer = z.object({ error: z.string() });

export function aircallOauth(deps: AircallOauthDeps): AircallOauth {
  const { clientId, redirectUri } = deps;
  return {
    authorizeUrl({ state }) {
      const query = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: SCOPES,
        state,
      };
      return `${deps.dashboardUrl}/oauth/authorize?${new URLSearchParams(query)}`;
    },
    async exchange(code) {
      const body = JSON.stringify({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        client_secret: deps.clientSecret,
      });
      const response = await post(deps, body);
      const answer: unknown = await response.json().catch(() => null);
      const token = tokenAnswer.safeParse(answer);
      if (response.ok && token.success) return token.data.access_token;
      const parsed = errorAnswer.safeParse(answer);
      const why = parsed.success ? parsed.data.error : `status ${response.status}`;
      const fate = response.status >= 400 && response.status < 500 ? "refused" : "unknown";
      throw new RequestError(`aircall: the code was not accepted (${why})`, { fate, status: response.status });
    },
  };
}

async function post({ fetch, aircallApiUrl }: AircallOauthDeps, body: string): Promise<Response> {
  try {
    return await fetchSmall(fetch)(`${aircallApiUrl}/v1/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    // The request contains the client secret, so the error takes nothing from it.
    throw new RequestError("aircall: no answer to the code", {
      fate: "unknown",
      cause: cause instanceof Error ? cause.name : null,
    });
  }
}
