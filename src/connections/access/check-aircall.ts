/** What is looked at of the Aircall side: its authorisation, our webhook, which lines are linked, calls that never reached us (L6, L8, N5). */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import type { MaintenanceState } from "../../domain/ports/maintenance.ts";
import type { Installation } from "../../domain/ports/install.ts";
import { isWrong } from "../../kit/moments.ts";
import { RequestError, refusedWith } from "../../kit/request-error.ts";
import type { MaintenanceDeps, CheckResults } from "../maintenance/maintenance-deps.ts";
import { autoDeactivate } from "../maintenance/auto-deactivate.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A call's last events follow its end by seconds. An earlier comparison would report them as missing. */
const SOON_MS = 3 * MINUTE_MS;
/** Time between two comparisons. */
const COMPARE_AFTER_MS = 7.5 * MINUTE_MS;
/** Aircall adds to a call after its start. Calls that started within this time are compared again. */
const OVERLAP_MS = 30 * MINUTE_MS;

/** Deactivates the connection if Aircall no longer accepts it. If Aircall is down, the other checks still run. */
export async function checkAircall(
  deps: MaintenanceDeps,
  installation: Installation,
  results: CheckResults,
): Promise<void> {
  const { id } = installation;
  const { credential, problem } = await deps.connections.credential(id, "aircall");
  let accepted = false;
  try {
    await checkWebhook(deps, installation, credential, results);
    accepted = true;
    await checkLinks(deps, installation, credential);
    await compareBoth(deps, id, results);
    if (problem !== null) await deps.tokens.judge(id, "aircall", credential, null);
    results.known.add("aircall keys refused");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (refusedWith(error, 403) && !accepted) await handleRemoval(deps, installation, credential);
    else if (refusedWith(error, 403, 401)) await verify(deps, installation, credential, results);
    else deps.log.warn({ err: error, connectionId: id }, "comparison with Aircall failed, will retry in minutes");
  }
}

async function checkWebhook(
  deps: MaintenanceDeps,
  installation: Installation,
  credential: Credential,
  results: CheckResults,
) {
  const webhook = await repairWebhook(deps, installation, credential);
  if (webhook === "repaired") results.due["webhook off"] = {};
  if (webhook === "missing") results.due["webhook missing"] = {};
  for (const kind of ["webhook off", "webhook missing"] as const) results.known.add(kind);
  await deps.installs.keepWebhookProblem(installation.id, webhook === "missing" ? "missing" : null);
}

/** An API key follows every line of the company. There is nothing to link. */
async function checkLinks({ setup, installs }: MaintenanceDeps, { id, account }: Installation, credential: Credential) {
  if (credential.kind !== "bearer") return;
  const { linkedLines } = await setup.company(id, account, credential).about();
  if (linkedLines) await installs.keepLinks(id, linkedLines);
}

/** Aircall answers 403 to every request of a removed app (docs/vendors/aircall.md 1.6, 8.2). */
async function handleRemoval(deps: MaintenanceDeps, { id }: Installation, credential: Credential): Promise<void> {
  const problem = { kind: "removed", why: null, since: deps.clock() } as const;
  // The company was joined again during the request. The 403 is about the previous credential.
  if (!(await deps.tokens.judge(id, "aircall", credential, problem))) return;
  await autoDeactivate(deps, id, { reason: "authorisation_removed", side: "aircall" });
  await deps.verifyGorgias(id);
}

/** Pings once more after a 403 that followed a success, and after a 401, which proves nothing about the credential. */
async function verify(
  deps: MaintenanceDeps,
  installation: Installation,
  credential: Credential,
  results: CheckResults,
) {
  const { id, account } = installation;
  try {
    await deps.setup.company(id, account, credential).ping();
    deps.log.warn({ connectionId: id }, "Aircall rejected one request but accepts the credential");
  } catch (error) {
    if (refusedWith(error, 403)) return handleRemoval(deps, installation, credential);
    if (!refusedWith(error, 401)) {
      deps.log.warn({ err: error, connectionId: id }, "could not verify a rejection by Aircall, will retry");
      return;
    }
    await deps.tokens.judge(id, "aircall", credential, { kind: "refused", why: null, since: deps.clock() });
    results.due["aircall keys refused"] = {};
  }
  results.known.add("aircall keys refused");
}

/**
 * `repaired`: it was off or gone (docs/vendors/aircall.md 2.3). `missing`: it is gone and Aircall allows no new one.
 */
async function repairWebhook(
  { setup, installs, publicUrl }: MaintenanceDeps,
  { id, account, webhookKey, webhookId }: Installation,
  credential: Credential,
): Promise<"fine" | "repaired" | "missing"> {
  const company = setup.company(id, account, credential);
  const webhook = await company.createWebhook(webhookUrl(publicUrl, webhookKey));
  if (webhook === "limit reached") return "missing";
  if (!(await installs.keepWebhook(id, webhookId, webhook))) {
    // The connection was disconnected or joined elsewhere meanwhile: remove the new webhook.
    const now = await installs.read(id);
    if (now?.webhookId !== webhook.webhookId) await company.removeWebhook(webhook.webhookId);
    return "fine";
  }
  if (webhookId === null || webhook.webhookId === webhookId) return webhook.wasOff ? "repaired" : "fine";
  // An old webhook of ours would deliver each call a second time.
  await company.removeWebhook(webhookId);
  return "repaired";
}

/**
 * Finds calls without deliveries. Each call is compared soon after its end, and again a day later, when it is complete.
 */
async function compareBoth(deps: MaintenanceDeps, connectionId: string, results: CheckResults): Promise<void> {
  const stored = await deps.maintenance.read(connectionId);
  if (!stored) return;
  const now = deps.clock();
  const state = plausibleState(stored, now);
  if (now - state.recentUntil < COMPARE_AFTER_MS) return;
  const soon = now - SOON_MS;
  const recent = await deps.compare(
    connectionId,
    // In the first hour `dayUntil` is the connection's start. Earlier calls are out of scope.
    { from: seconds(Math.max(state.recentUntil - OVERLAP_MS, state.dayUntil)), to: seconds(soon) },
    async (startedAt) => {
      state.recentUntil = Math.max(state.recentUntil, Math.min(startedAt * 1000, soon));
      await deps.maintenance.save(connectionId, state);
    },
  );
  state.recentUntil = Math.max(state.recentUntil, soon);
  const dayAgo = now - DAY_MS;
  if (dayAgo > state.dayUntil) {
    await deps.compare(connectionId, { from: seconds(state.dayUntil), to: seconds(dayAgo) });
    state.dayUntil = dayAgo;
  }
  await deps.maintenance.save(connectionId, state);
  if (recent.unheard > 0) results.due["calls unheard"] = { count: recent.unheard };
  results.known.add("calls unheard");
}

/**
 * A mark in the future comes from a wrong clock, so the calls before it may not have been compared. Start again from an
 * earlier time.
 */
function plausibleState({ recentUntil, dayUntil }: MaintenanceState, now: number): MaintenanceState {
  const day = isWrong(dayUntil, now) ? now - 2 * OVERLAP_MS : dayUntil;
  return { dayUntil: day, recentUntil: isWrong(recentUntil, now) ? day : recentUntil };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
