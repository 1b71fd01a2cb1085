// The apps that Aircall's partner team has registered: id, secret, install_uri and redirect_uri (contract 1.4).
import * as z from "zod";
import { clientOf, webAddress } from "../../core/oauth.ts";
import type { OauthApp } from "../entities.ts";
import type { Exchange } from "../exchange.ts";

export const oauthAppInput = z.strictObject({
  /** Made up when left out. */
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  name: z.string().min(1).default("Acme Sync"),
  installUri: webAddress,
  redirectUri: webAddress,
});
export type OauthAppInput = z.input<typeof oauthAppInput>;

/** A known client id takes the new addresses and secret. */
export function addApp(exchange: Exchange, input: OauthAppInput): OauthApp {
  const { clientId, clientSecret, ...rest } = oauthAppInput.parse(input);
  const app: OauthApp = { ...clientOf({ clientId, clientSecret }, 16), ...rest };
  const others = exchange.state.apps.filter((other) => other.clientId !== app.clientId);
  exchange.state.apps = [...others, app];
  return app;
}

export function listApps(exchange: Exchange): OauthApp[] {
  return exchange.state.apps;
}

export function findApp(exchange: Exchange, clientId: string): OauthApp | undefined {
  return exchange.state.apps.find((app) => app.clientId === clientId);
}
