// A client that takes an app through the Aircall simulator's OAuth flow, for its tests.
import { openSetup, type Answer, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";
import type { AircallSettings } from "./settings.ts";

export const app = {
  clientId: "acme-sync",
  clientSecret: "s3cret",
  name: "Acme <b>Sync</b>",
  installUri: "https://app.example.com/install/aircall",
  redirectUri: "https://app.example.com/oauth/aircall/callback",
};

export const asked: Record<string, string> = {
  client_id: app.clientId,
  redirect_uri: app.redirectUri,
  response_type: "code",
  scope: "public_api",
  state: "st&te=1",
};

export interface OauthClient extends Setup {
  /** The consent page with these parameters. `undefined` leaves one out. */
  authorize(more?: Record<string, string | undefined>, cookie?: string): Promise<Answer>;
  page(path: string, cookie?: string): Promise<Answer>;
  form(path: string, fields: Record<string, string> | [string, string][], cookie?: string): Promise<Answer>;
  /** A code, approved by Acme or the company that the cookie names. */
  code(cookie?: string): Promise<string>;
  exchange(code: string, more?: Record<string, unknown>): Promise<Answer>;
  /** The token of a complete flow. */
  install(cookie?: string): Promise<string>;
}

const acmeCookie = `aircall_simulator_company=${seeded.companyId}`;

export async function startOauthClient(settings: Partial<AircallSettings> = {}): Promise<OauthClient> {
  const setup = await openSetup({ consent: "approve", ...settings });
  setup.aircall.phone.apps.add(app);
  const page = (path: string, cookie?: string) =>
    setup.ask("GET", path, { auth: null, headers: cookie === undefined ? {} : { cookie } });
  const oauth: OauthClient = {
    ...setup,
    page,
    authorize: (more = {}, cookie = acmeCookie) => {
      const params = Object.entries({ ...asked, ...more }).filter((pair): pair is [string, string] => pair[1] != null);
      return page(`/oauth/authorize?${new URLSearchParams(params).toString()}`, cookie);
    },
    form: (path, fields, cookie) =>
      setup.ask("POST", path, {
        auth: null,
        body: new URLSearchParams(fields).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          ...(cookie === undefined ? {} : { cookie }),
        },
      }),
    code: async (cookie) => landing(await oauth.authorize({}, cookie)).searchParams.get("code") ?? "",
    exchange: (code, more = {}) =>
      setup.ask("POST", "/v1/oauth/token", {
        auth: null,
        body: {
          grant_type: "authorization_code",
          code,
          redirect_uri: app.redirectUri,
          client_id: app.clientId,
          client_secret: app.clientSecret,
          ...more,
        },
      }),
    install: async (cookie) => String((await oauth.exchange(await oauth.code(cookie))).json["access_token"]),
  };
  return oauth;
}

/** Where a redirect leads. */
export function landing(answer: Answer): URL {
  return new URL(answer.headers.get("location") ?? "about:blank");
}
