/** Implements the domain's ports with both vendors, opened with the connection's credential. */
import { companySetup } from "./aircall/company-setup.ts";
import { aircallOauth } from "./aircall/oauth.ts";
import { openAircall } from "./aircall/phone-system.ts";
import type { Config } from "./config.ts";
import { endToken, freshCredential, type FreshDeps } from "./connections/fresh-credential.ts";
import { authorizationOf, type Credential } from "./domain/connection.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { AircallOauth, GorgiasOauth } from "./domain/ports/oauth.ts";
import type { OpenPhoneSystem } from "./domain/ports/phone-system.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import { gorgiasOauth } from "./gorgias/oauth.ts";
import { openGorgias } from "./gorgias/help-desk.ts";
import { deskSetup } from "./gorgias/desk-setup.ts";
import { whoIsAt } from "./gorgias/read-self.ts";
import type { Clock } from "./kit/clock.ts";
import type { Meter } from "./kit/meter.ts";
import type { Gate } from "./outbound/gate.ts";
import type { DownloadTimeouts } from "./outbound/open-download.ts";

export interface VendorDeps {
  config: Config;
  gate: Gate;
  clock: Clock;
  fetch: typeof fetch;
  meter?: Meter;
  mediaTimeouts?: DownloadTimeouts;
}

/** The redirect URIs of both OAuth flows. */
export function oauthApps({ config, fetch, clock }: VendorDeps): {
  gorgias: GorgiasOauth | null;
  aircall: AircallOauth | null;
} {
  const { gorgiasApp, aircallApp, gorgiasUrl, aircallApiUrl, dashboardUrl, publicUrl } = config;
  const gorgias = gorgiasApp && {
    ...gorgiasApp,
    gorgiasUrl,
    redirectUri: `${publicUrl}/oauth/gorgias/callback`,
    fetch,
    clock,
  };
  const aircall = aircallApp && {
    ...aircallApp,
    aircallApiUrl,
    dashboardUrl,
    redirectUri: `${publicUrl}/oauth/aircall/callback`,
    fetch,
  };
  return { gorgias: gorgias && gorgiasOauth(gorgias), aircall: aircall && aircallOauth(aircall) };
}

/** The help desk of a connection. Refreshes its token early, and marks a rejected token as expired. */
export function helpDesks({ config, ...outbound }: VendorDeps, fresh: FreshDeps): OpenHelpDesk {
  const deps = { ...outbound, gorgiasUrl: config.gorgiasUrl };
  return (connection, lane, waitedMs = 0) => {
    const { id: connectionId, account } = connection;
    let credential: Promise<Credential> | undefined;
    // Many runs send no request. The credential is decrypted and refreshed before the first one.
    const unsealed = () => (credential ??= freshCredential(fresh, connection));
    const onUnauthorized = async () => endToken(fresh, connectionId, await unsealed());
    return openGorgias(
      { ...deps, onUnauthorized },
      {
        connectionId,
        account,
        lane,
        waitedMs,
        authorization: async () => authorizationOf(await unsealed()),
      },
    );
  };
}

/** `onForbidden`: Aircall rejected the credential or this one request. Maintenance finds out which. */
export function phoneSystems(
  { config, ...outbound }: VendorDeps,
  connections: ConnectionStore,
  onForbidden: (connectionId: string) => Promise<void>,
): OpenPhoneSystem {
  const { aircallApiUrl, mediaHosts } = config;
  return async (connectionId, lane = "live call") => {
    const watched: typeof fetch = async (url, init) => {
      const response = await outbound.fetch(url, init);
      // An expired link to a file also answers 403, which says nothing about the credential.
      if ((response.status === 403 || response.status === 401) && String(url).startsWith(`${aircallApiUrl}/`))
        await onForbidden(connectionId);
      return response;
    };
    const deps = { ...outbound, fetch: watched, aircallApiUrl, mediaHosts };
    const { account, credential } = await connections.credential(connectionId, "aircall");
    return openAircall(deps, { connectionId, account, authorization: authorizationOf(credential), lane });
  };
}

/** A connection that is not stored yet has no rate limit row. Joining takes a handful of requests. */
export function setups({ config, ...outbound }: VendorDeps): OpenSetup {
  const gate: Gate = { pass: async () => undefined, report: async () => undefined };
  const deps = { ...outbound, gate, gorgiasUrl: config.gorgiasUrl, aircallApiUrl: config.aircallApiUrl };
  return {
    desk: (connectionId, account, credential) =>
      deskSetup(deps, { connectionId, account, authorization: authorizationOf(credential), lane: "catch-up" }),
    company: (connectionId, account, credential) =>
      companySetup(deps, { connectionId, account, authorization: authorizationOf(credential) }),
    whoIsAt: (connectionId, account, credential) =>
      whoIsAt(deps, { connectionId, account, authorization: authorizationOf(credential), lane: "catch-up" }),
  };
}
