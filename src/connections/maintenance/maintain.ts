/**
 * Maintains one connection every minute: authorisations, webhook, lines, calls without deliveries, alerts (L5, L6, L8,
 * N4, N5).
 */
import type { AlertKind } from "../../domain/alerts/alert.ts";
import type { Installation } from "../../domain/ports/install.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { MaintenanceDeps, CheckResults } from "./maintenance-deps.ts";
import { checkAircall } from "../access/check-aircall.ts";
import { checkGorgias } from "../access/check-gorgias.ts";
import { postAlerts } from "./post-alerts.ts";

const MINUTE_MS = 60_000;
/** Work that waits longer raises an alert. */
const WAITING_LONG_MS = 15 * MINUTE_MS;

export async function maintain(deps: MaintenanceDeps, connectionId: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  if (!installation) return;
  if (installation.status === "active") {
    try {
      await checkAll(deps, installation);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      deps.log.warn({ err: error, connectionId }, "connection maintenance failed, will retry in minutes");
    }
  }
  await postAlerts(deps, connectionId);
}

async function checkAll(deps: MaintenanceDeps, installation: Installation): Promise<void> {
  const { id, account } = installation;
  const results: CheckResults = { due: {}, known: new Set(["deactivated"]) };
  // A check may deactivate the connection. Then only the first reason is reported.
  const isStopped = async () => (await deps.installs.read(id))?.status !== "active";
  if (installation.hasAircall) await checkAircall(deps, installation, results);
  if (await isStopped()) return;
  await checkGorgias(deps, installation, results);
  if (await isStopped()) return;
  const settings = (await deps.connections.withAccount(account))?.settings;
  if (settings) await checkWork(deps, id, settings, results);
  await raise(deps, id, results);
}

async function checkWork(
  deps: MaintenanceDeps,
  connectionId: string,
  settings: Settings,
  results: CheckResults,
): Promise<void> {
  const { due, known } = results;
  const now = deps.clock();
  const minutes = (ms: number) => Math.floor(ms / MINUTE_MS);
  const { failed, deferredSince, selected, unlinked } = await deps.maintenance.status(connectionId);
  if (selected === 0) due["no line selected"] = {};
  if (unlinked > 0) due["lines not linked"] = { count: unlinked };
  if (failed > 0) due["failed items"] = { count: failed };
  if (deferredSince !== null && now - deferredSince > WAITING_LONG_MS)
    due["waiting long"] = { minutes: minutes(now - deferredSince) };
  const refusedSince = await deps.refusedSince(connectionId);
  const patience = settings.patienceMinutes;
  if (refusedSince !== null && patience > 0 && now - refusedSince > (patience * MINUTE_MS) / 2) {
    due["deactivation near"] = { minutes: minutes(now - refusedSince), patience };
  }
  for (const kind of WORK_ALERTS) known.add(kind);
}

const WORK_ALERTS = [
  "no line selected",
  "lines not linked",
  "failed items",
  "waiting long",
  "deactivation near",
] as const satisfies AlertKind[];

/**
 * Resolves alerts that no longer apply and raises new ones once. `autoDeactivate` raises the alert on a deactivation.
 */
async function raise(
  { alerts, clock, log }: MaintenanceDeps,
  connectionId: string,
  { due, known }: CheckResults,
): Promise<void> {
  const active = await alerts.status(connectionId);
  for (const kind of known) {
    const detail = due[kind];
    if (!detail) {
      if (active.has(kind)) await alerts.resolve(connectionId, kind, clock());
    } else if (await alerts.raise(connectionId, kind, detail, clock())) {
      log.warn({ connectionId, kind, detail }, "alert");
    }
  }
}
