/** The Aircall OAuth flow: joins a company to the connection of the signed-in admin (N1, N3, N5). */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { AircallOauth, OauthFlows, SignedIn } from "../../domain/ports/oauth.ts";
import type { InstallStore } from "../../domain/ports/install.ts";
import type { ActivityStore, ConnectionStore } from "../../domain/ports/stores.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Ids } from "../../kit/ids.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { Callback } from "./gorgias-oauth.ts";
import { makeWebhook } from "../access/make-webhook.ts";
import type { InstallError } from "./install-error.ts";
import { completeRevocations, type RevocationDeps } from "../maintenance/complete-revocations.ts";

export interface AircallFlowDeps extends RevocationDeps {
  aircall: AircallOauth;
  flows: OauthFlows;
  installs: InstallStore;
  setup: OpenSetup;
  connections: Pick<ConnectionStore, "credential" | "withAccount" | "holderOfLines">;
  activities: Pick<ActivityStore, "wakeAll">;
  publicUrl: string;
  ids: Ids;
  clock: Clock;
}

export async function startAircallFlow(
  deps: AircallFlowDeps,
  { connectionId, account }: SignedIn,
  next: string,
): Promise<{ kind: "go"; url: string; browser: string }> {
  const [state, browser] = [deps.ids.secret(), deps.ids.secret()];
  await deps.flows.begin(
    { vendor: "aircall", account, connectionId, next, events: false },
    { state, browser },
    deps.clock(),
  );
  return { kind: "go", url: deps.aircall.authorizeUrl({ state }), browser };
}

/** Joins the company, saves its lines and creates its webhook. A RequestError becomes an install error. */
export async function finishAircallFlow(
  deps: AircallFlowDeps,
  signedIn: SignedIn,
  { code, state, error, browser }: Callback,
): Promise<{ kind: "joined"; next: string } | InstallError> {
  const flow = state && browser ? await deps.flows.take("aircall", { state, browser }, deps.clock()) : null;
  if (flow?.connectionId !== signedIn.connectionId) return { kind: "refused", why: "spent state" };
  if (error !== null || code === null) return { kind: "refused", why: "consent denied" };
  try {
    const installError = await join(deps, signedIn, code);
    return installError ?? { kind: "joined", next: flow.next };
  } catch (failure) {
    if (!(failure instanceof RequestError)) throw failure;
    return { kind: "refused", why: failure.fate === "refused" ? "code refused" : "aircall unreachable" };
  }
}

async function join(deps: AircallFlowDeps, signedIn: SignedIn, code: string): Promise<InstallError | null> {
  const { connectionId, account } = signedIn;
  const accessToken = await deps.aircall.exchange(code);
  const credential = {
    kind: "bearer" as const,
    accessToken,
    refreshToken: null,
    expiresAt: null,
    obtainedAt: deps.clock(),
  };
  const company = deps.setup.company(connectionId, account, credential);
  const about = await company.about();
  const holder = about.companyId === null ? null : await deps.installs.withCompany(about.companyId);
  if (holder !== null && holder !== connectionId) return { kind: "refused", why: "company taken" };
  const lines = await company.lines();
  // A company joined by API keys has no stored id. Its lines identify it.
  const lineIds = lines.map(({ id }) => id);
  if (await deps.connections.holderOfLines(lineIds, connectionId)) return { kind: "refused", why: "company taken" };
  const installation = await deps.installs.read(connectionId);
  if (!installation) return { kind: "refused", why: "spent state" };
  const callbackTagIds = await company.callbackTagIds();
  const url = webhookUrl(deps.publicUrl, installation.webhookKey);
  const previousId = installation.webhookId;
  const webhook = await (previousId === null ? makeWebhook(company, url) : company.createWebhook(url));
  if (webhook === "limit reached") return { kind: "refused", why: "webhook limit" };
  try {
    await deps.installs.joinAircall(connectionId, {
      companyId: about.companyId,
      credential,
      webhookId: webhook.webhookId,
      webhookToken: webhook.token,
      callbackTagIds,
      lines,
      linked: about.linkedLines,
      by: { name: about.userName, email: about.userEmail, at: deps.clock() },
    });
  } catch (error) {
    if (webhook.webhookId !== previousId) await company.removeWebhook(webhook.webhookId).catch(() => undefined);
    throw error;
  }
  await completeRevocations(deps, connectionId);
  await deps.activities.wakeAll(connectionId, deps.clock());
  return null;
}
