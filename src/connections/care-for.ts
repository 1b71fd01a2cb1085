/**
 * Looks after one connection, every few minutes: its authorisation, its webhook, the calls that Aircall knows and we do not,
 * and what its admin should be told (L5, L6, L8).
 */
import type { AlertKind, AlertsDue } from "../domain/alerts/alert.ts";
import { authorizationOf, type Credential } from "../domain/connection.ts";
import type { AlertStore, CareState, CareStore } from "../domain/ports/care.ts";
import type { Installation, InstallStore } from "../domain/ports/install.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";
import type { Settings } from "../domain/settings.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";
import { isWrong } from "../kit/moments.ts";
import { RequestError, refusedWith } from "../kit/request-error.ts";
import { tellAlerts, type TellDeps } from "./tell-alerts.ts";
import { stopConnection, type StopByItselfDeps } from "./stop-by-itself.ts";

export interface CareDeps extends TellDeps, StopByItselfDeps {
  installs: InstallStore;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  setup: OpenSetup;
  care: CareStore;
  alerts: AlertStore;
  /** Renews the authorisation of Gorgias where its end is near; rejects when that fails. */
  freshen(connectionId: string): Promise<unknown>;
  /** Since when, epoch ms, Gorgias has refused every request of the connection for its limit; null when it does not. */
  refusedSince(connectionId: string): Promise<number | null>;
  compare(
    connectionId: string,
    window: { from: number; to: number },
    onProgress?: (startedAt: number) => Promise<void>,
  ): Promise<{ unheard: number }>;
  publicUrl: string;
  clock: Clock;
  log: Logger;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A call's events follow its end by seconds; compared sooner, it would only look as if something were missing. */
const SOON_MS = 3 * MINUTE_MS;
/** Calls last, and Aircall gathers what belongs to them: what started within is compared again. */
const OVERLAP_MS = 30 * MINUTE_MS;
/** Work that waits longer is worth an alert. */
const WAITING_LONG_MS = 15 * MINUTE_MS;

export async function careFor(deps: CareDeps, connectionId: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  if (!installation) return;
  if (installation.status === "active") {
    try {
      await lookAfter(deps, installation);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      deps.log.warn({ err: error, connectionId }, "a connection could not be looked after; tried again in minutes");
    }
  }
  await tellAlerts(deps, connectionId);
}

async function lookAfter(deps: CareDeps, installation: Installation): Promise<void> {
  const { id, account } = installation;
  await deps.alerts.resolve(id, "deactivated", deps.clock());
  const seen: Seen = { due: {}, known: new Set(["token dying"]) };
  const dying = await tokenDying(deps, id);
  if (dying) seen.due["token dying"] = dying;
  if (installation.hasAircall) await lookAtAircall(deps, installation, seen);
  // Stopped while it was looked at: the first reason is all that is to be said.
  if ((await deps.installs.read(id))?.status !== "active") return;
  const settings = (await deps.connections.withAccount(account))?.settings;
  if (settings) await lookAtWork(deps, id, settings, seen);
  await raise(deps, id, seen);
}

/** What should stand, and of which kinds that is known: the others stay as they are. */
interface Seen {
  due: AlertsDue;
  known: Set<AlertKind>;
}

/** A refused renewal has stopped the connection by then; anything else may pass. */
async function tokenDying(deps: CareDeps, connectionId: string) {
  const { credential } = await deps.connections.credential(connectionId, "gorgias");
  try {
    await deps.freshen(connectionId);
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const endedAt = credential.kind === "bearer" ? credential.expiresAt : null;
    return endedAt !== null && endedAt < deps.clock() ? { since: new Date(endedAt).toISOString() } : null;
  }
}

/** Where Aircall knows us no more, the connection stops. An Aircall that is down hides nothing of what else is wrong. */
async function lookAtAircall(deps: CareDeps, installation: Installation, { due, known }: Seen): Promise<void> {
  const { id: connectionId } = installation;
  const { credential } = await deps.connections.credential(connectionId, "aircall");
  try {
    const webhook = await mendWebhook(deps, installation, credential);
    if (webhook === "mended") due["webhook off"] = {};
    if (webhook === "missing") due["webhook missing"] = {};
    for (const kind of ["webhook off", "webhook missing"] as const) known.add(kind);
    const unheard = await compareBoth(deps, connectionId);
    if (unheard > 0) due["calls unheard"] = { count: unheard };
    known.add("calls unheard");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // A token that worked is answered 403 when the app was taken off (Aircall contract 1.6).
    if (!refusedWith(error, 403, 401))
      deps.log.warn({ err: error, connectionId }, "Aircall could not be compared; tried again in minutes");
    // Joined again while it was asked: the refusal is of the credential before.
    else if (await isStillKept(deps, connectionId, credential))
      await stopConnection(deps, connectionId, "authorisation removed");
  }
}

async function isStillKept({ installs, connections }: CareDeps, connectionId: string, credential: Credential) {
  if (!(await installs.read(connectionId))?.hasAircall) return false;
  const kept = await connections.credential(connectionId, "aircall");
  return authorizationOf(kept.credential) === authorizationOf(credential);
}

/** `mended` when it had been switched off, or was gone (Aircall contract 2.3); `missing` when it is gone and none can be made. */
async function mendWebhook(
  { setup, installs, publicUrl }: CareDeps,
  { id, account, webhookKey, webhookId }: Installation,
  credential: Credential,
): Promise<"fine" | "mended" | "missing"> {
  const company = setup.company(id, account, credential);
  const standing = await company.createWebhook(`${publicUrl}/webhooks/aircall/${webhookKey}`);
  if (standing === "limit reached") return "missing";
  if (!(await installs.keepWebhook(id, webhookId, standing))) {
    // Disconnected, or joined elsewhere, while we asked: one that was made for nobody goes again.
    const now = await installs.read(id);
    if (now?.webhookId !== standing.webhookId) await company.removeWebhook(standing.webhookId);
    return "fine";
  }
  if (webhookId === null || standing.webhookId === webhookId) return standing.wasOff ? "mended" : "fine";
  // Gone, or at an address of ours that is no more: else each call would be delivered there as well.
  await company.removeWebhook(webhookId);
  return "mended";
}

/** How many calls had not reached us. Once soon after each call, and once a day after, when everything belongs to it. */
async function compareBoth(deps: CareDeps, connectionId: string): Promise<number> {
  const kept = await deps.care.read(connectionId);
  if (!kept) return 0;
  const now = deps.clock();
  const state = believed(kept, now);
  const soon = now - SOON_MS;
  const recent = await deps.compare(
    connectionId,
    // In the first hour `dayUntil` is when the connection began: earlier calls are not ours.
    { from: seconds(Math.max(state.recentUntil - OVERLAP_MS, state.dayUntil)), to: seconds(soon) },
    async (startedAt) => {
      state.recentUntil = Math.max(state.recentUntil, Math.min(startedAt * 1000, soon));
      await deps.care.save(connectionId, state);
    },
  );
  state.recentUntil = Math.max(state.recentUntil, soon);
  const dayAgo = now - DAY_MS;
  if (dayAgo > state.dayUntil) {
    await deps.compare(connectionId, { from: seconds(state.dayUntil), to: seconds(dayAgo) });
    state.dayUntil = dayAgo;
  }
  await deps.care.save(connectionId, state);
  return recent.unheard;
}

/**
 * A mark in the future was set by a clock that was wrong: calls up to then were not compared, whatever it says. So all that
 * may be missing is compared once more.
 */
function believed({ recentUntil, dayUntil }: CareState, now: number): CareState {
  const day = isWrong(dayUntil, now) ? now - 2 * OVERLAP_MS : dayUntil;
  return { dayUntil: day, recentUntil: isWrong(recentUntil, now) ? day : recentUntil };
}

async function lookAtWork(deps: CareDeps, connectionId: string, settings: Settings, seen: Seen): Promise<void> {
  const { due, known } = seen;
  const now = deps.clock();
  const minutes = (ms: number) => Math.floor(ms / MINUTE_MS);
  const { failed, heldSince } = await deps.care.standing(connectionId);
  if (failed > 0) due["failed items"] = { count: failed };
  if (heldSince !== null && now - heldSince > WAITING_LONG_MS)
    due["waiting long"] = { minutes: minutes(now - heldSince) };
  const refusedSince = await deps.refusedSince(connectionId);
  const patience = settings.patienceMinutes;
  if (refusedSince !== null && patience > 0 && now - refusedSince > (patience * MINUTE_MS) / 2) {
    due["deactivation near"] = { minutes: minutes(now - refusedSince), patience };
  }
  for (const kind of ["failed items", "waiting long", "deactivation near"] as const) known.add(kind);
}

/** What is no more is over; what stands is raised once. A deactivation is raised where it happens. */
async function raise({ alerts, clock, log }: CareDeps, connectionId: string, { due, known }: Seen): Promise<void> {
  for (const kind of known) {
    const detail = due[kind];
    if (!detail) await alerts.resolve(connectionId, kind, clock());
    else if (await alerts.raise(connectionId, kind, detail, clock())) log.warn({ connectionId, kind, detail }, "alert");
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
