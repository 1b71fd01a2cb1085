// Walks an app through the Aircall simulator's OAuth flow, for its own tests.
import { openDesk, type Answer, type Desk } from "./conformance-desk.ts";
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

export interface Walk extends Desk {
  /** The consent page with these parameters; `undefined` leaves one out. */
  authorize(more?: Record<string, string | undefined>, cookie?: string): Promise<Answer>;
  page(path: string, cookie?: string): Promise<Answer>;
  form(path: string, fields: Record<string, string> | [string, string][], cookie?: string): Promise<Answer>;
  /** A code, approved by Acme or the company that the cookie names. */
  code(cookie?: string): Promise<string>;
  exchange(code: string, more?: Record<string, unknown>): Promise<Answer>;
  /** The token of a whole round. */
  install(cookie?: string): Promise<string>;
}

const acmeCookie = `aircall_simulator_company=${seeded.companyId}`;

export async function startWalk(settings: Partial<AircallSettings> = {}): Promise<Walk> {
  const desk = await openDesk({ consent: "approve", ...settings });
  desk.aircall.phone.apps.add(app);
  const page = (path: string, cookie?: string) =>
    desk.ask("GET", path, { auth: null, headers: cookie === undefined ? {} : { cookie } });
  const walk: Walk = {
    ...desk,
    page,
    authorize: (more = {}, cookie = acmeCookie) => {
      const params = Object.entries({ ...asked, ...more }).filter((pair): pair is [string, string] => pair[1] != null);
      return page(`/oauth/authorize?${new URLSearchParams(params).toString()}`, cookie);
    },
    form: (path, fields, cookie) =>
      desk.ask("POST", path, {
        auth: null,
        body: new URLSearchParams(fields).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          ...(cookie === undefined ? {} : { cookie }),
        },
      }),
    code: async (cookie) => landing(await walk.authorize({}, cookie)).searchParams.get("code") ?? "",
    exchange: (code, more = {}) =>
      desk.ask("POST", "/v1/oauth/token", {
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
    install: async (cookie) => String((await walk.exchange(await walk.code(cookie))).json["access_token"]),
  };
  return walk;
}

/** Where a redirect leads. */
export function landing(answer: Answer): URL {
  return new URL(answer.headers.get("location") ?? "about:blank");
}
