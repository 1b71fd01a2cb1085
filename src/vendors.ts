/** Implements the domain's ports with both vendors, opened with the connection's credential. */
import { companySetup } from "./aircall/company-setup.ts";
import { aircallOauth } from "./aircall/oauth.ts";
import { openAircall } from "./aircall/phone-system.ts";
import { callPage, RATE_LIMIT as AIRCALL_RATE_LIMIT } from "./aircall/vendor.ts";
import type { Config } from "./config.ts";
import { endToken, freshCredential, type FreshDeps } from "./connections/maintenance/fresh-credential.ts";
import { authorizationOf, type Credential } from "./domain/connection/connection.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { AircallOauth, GorgiasOauth } from "./domain/ports/oauth.ts";
import type { Links } from "./domain/ports/links.ts";
import type { OpenPhoneSystem } from "./domain/ports/phone-system.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import { gorgiasOauth } from "./gorgias/oauth.ts";
import { openGorgias } from "./gorgias/help-desk.ts";
import { helpDeskSetup } from "./gorgias/help-desk-setup.ts";
import { whoIsAt } from "./gorgias/read-self.ts";
import type { Clock } from "./kit/clock.ts";
import type { Meter } from "./kit/meter.ts";
import { orClosed } from "./outbound/request.ts";
import type { DownloadTimeouts, openDownload } from "./outbound/open-download.ts";
import { accountUrl, customerPage, RATE_LIMIT as GORGIAS_RATE_LIMIT, ticketPage } from "./gorgias/vendor.ts";
import { unlimited } from "./rate-limit/limiter.ts";
import type { RateLimitDefaults, RateLimiter, Vendor } from "./rate-limit/port.ts";

/** What the rate limiter expects of each vendor before the first answer. */
export const RATE_LIMITS: Readonly<Record<Vendor, RateLimitDefaults>> = {
  gorgias: GORGIAS_RATE_LIMIT,
  aircall: AIRCALL_RATE_LIMIT,
};

/** The pages on which people see a call, a ticket and a customer. */
export function linksTo({ dashboardUrl, gorgiasUrl }: Pick<Config, "dashboardUrl" | "gorgiasUrl">): Links {
  return {
    call: (callId) => callPage(dashboardUrl, callId),
    ticket: (account, id) => ticketPage(accountUrl(gorgiasUrl, account), id),
    customer: (account, id) => customerPage(accountUrl(gorgiasUrl, account), id),
  };
}

export interface VendorDeps {
  config: Config;
  rateLimiter: RateLimiter;
  clock: Clock;
  fetch: typeof fetch;
  meter?: Meter;
  mediaTimeouts?: DownloadTimeouts;
  download?: typeof openDownload;
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
  return (connection, priority, waitedMs = 0) => {
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
        priority: priority,
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
  return async (connectionId, priority = "live call") => {
    const watched: typeof fetch = async (url, init) => {
      const response = await outbound.fetch(url, init);
      // An expired link to a file also answers 403, which says nothing about the credential.
      if ((response.status === 403 || response.status === 401) && String(url).startsWith(`${aircallApiUrl}/`))
        await orClosed(response, onForbidden(connectionId));
      return response;
    };
    const deps = { ...outbound, fetch: watched, aircallApiUrl, mediaHosts };
    const { account, credential } = await connections.credential(connectionId, "aircall");
    return openAircall(deps, { connectionId, account, authorization: authorizationOf(credential), priority: priority });
  };
}

/** A connection that is not stored yet has no rate limit. Its install takes a handful of requests. */
export function setups({ config, ...outbound }: VendorDeps): OpenSetup {
  const deps = {
    ...outbound,
    rateLimiter: unlimited,
    gorgiasUrl: config.gorgiasUrl,
    aircallApiUrl: config.aircallApiUrl,
  };
  return {
    helpDesk: (connectionId, account, credential) =>
      helpDeskSetup(deps, { connectionId, account, authorization: authorizationOf(credential), priority: "catch-up" }),
    company: (connectionId, account, credential) =>
      companySetup(deps, { connectionId, account, authorization: authorizationOf(credential) }),
    whoIsAt: (connectionId, account, credential) =>
      whoIsAt(deps, { connectionId, account, authorization: authorizationOf(credential), priority: "catch-up" }),
  };
}
