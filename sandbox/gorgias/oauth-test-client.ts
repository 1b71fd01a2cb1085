// A client that takes an app through the Gorgias simulator's OAuth flow, for its tests.
import { expect } from "vitest";
import type { GorgiasSimulatorOptions } from "./start.ts";
import { type Reply, startTestClient, type TestClient } from "./test-client.ts";

export const app = {
  clientId: "0123456789abcdef01234567",
  clientSecret: "s3cret:with%odd chars",
  name: "Acme <b>Sync</b>",
  appUrl: "https://app.example.com/install?account={gorgias_account}",
  redirectUrls: ["https://app.example.com/oauth/gorgias/callback", "http://127.0.0.1:3000/cb?from=gorgias"],
};
export const callback = "https://app.example.com/oauth/gorgias/callback?account=acme";
const scope = "openid email profile offline users:read tickets:read tickets:write";
export const basic = `Basic ${Buffer.from(`${encodeURIComponent(app.clientId)}:${encodeURIComponent(app.clientSecret)}`).toString("base64")}`;

export const asked: Record<string, string> = {
  response_type: "code",
  client_id: app.clientId,
  scope,
  redirect_uri: callback,
  state: "st&te=1",
  nonce: "n0nce",
};

export interface OauthClient extends TestClient {
  /** The consent page with these parameters. `undefined` leaves one out. */
  authorize(more?: Record<string, string | undefined>, headers?: Record<string, string>): Promise<Reply>;
  /** A form to a path, with HTTP Basic of the app unless other headers are given. */
  form(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Reply>;
  /** A code, approved at once. */
  code(more?: Record<string, string | undefined>): Promise<string>;
  exchange(code: string, more?: Record<string, string>): Promise<Reply>;
  /** The answer of a complete flow. */
  install(more?: Record<string, string>): Promise<Record<string, unknown> & { access_token: string }>;
  refresh(token: unknown): Promise<Reply>;
  bearer(token: string, path: string, init?: RequestInit): Promise<Reply>;
}

export async function startOauthClient(options: GorgiasSimulatorOptions = {}): Promise<OauthClient> {
  const settings = { consent: "approve" as const, ...options.settings };
  const client = await startTestClient({ apps: [app], ...options, settings });
  const oauth: OauthClient = {
    ...client,
    authorize: (more = {}, headers = {}) => {
      const params = Object.entries({ ...asked, ...more }).filter((pair): pair is [string, string] => pair[1] != null);
      return client.raw(`/acme/oauth/authorize?${new URLSearchParams(params).toString()}`, { headers });
    },
    form: (path, fields, headers = { authorization: basic }) =>
      client.raw(path, { method: "POST", headers, body: new URLSearchParams(fields) }),
    code: async (more) => {
      const answer = await oauth.authorize(more);
      expect(answer.status).toBe(302);
      return landing(answer).searchParams.get("code") ?? "";
    },
    exchange: (code, more = {}) =>
      oauth.form("/acme/oauth/token", { grant_type: "authorization_code", code, redirect_uri: callback, ...more }),
    install: async (more) => {
      const answer = await oauth.exchange(await oauth.code(more));
      expect(answer.status).toBe(200);
      return answer.json;
    },
    refresh: (token) => oauth.form("/acme/oauth/token", { grant_type: "refresh_token", refresh_token: String(token) }),
    bearer: (token, path, init = {}) =>
      client.raw(`/acme/api${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      }),
  };
  return oauth;
}

/** Where a redirect leads. */
export function landing(reply: Reply): URL {
  return new URL(reply.headers.get("location") ?? "about:blank");
}

/** What stands inside a JWT. */
export function claimsOf(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString("utf8"));
}
