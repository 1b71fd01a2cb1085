/** What is looked at of the Aircall side: its authorisation, our webhook, which lines are linked, calls that never reached us (L6, L8, N5). */
import type { Credential } from "../domain/connection.ts";
import type { CareState } from "../domain/ports/care.ts";
import type { Installation } from "../domain/ports/install.ts";
import { isWrong } from "../kit/moments.ts";
import { RequestError, refusedWith } from "../kit/request-error.ts";
import type { CareDeps, Seen } from "./care-deps.ts";
import { stopConnection } from "./stop-by-itself.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A call's events follow its end by seconds; compared sooner, it would only look as if something were missing. */
const SOON_MS = 3 * MINUTE_MS;
/** What was compared until then is compared further after so long. */
const COMPARE_AFTER_MS = 7.5 * MINUTE_MS;
/** Calls last, and Aircall gathers what belongs to them: what started within is compared again. */
const OVERLAP_MS = 30 * MINUTE_MS;

/** Where Aircall knows us no more, the connection stops. An Aircall that is down hides nothing of what else is wrong. */
export async function lookAtAircall(deps: CareDeps, installation: Installation, seen: Seen): Promise<void> {
  const { id } = installation;
  const { credential, problem } = await deps.connections.credential(id, "aircall");
  let letIn = false;
  try {
    await lookAtWebhook(deps, installation, credential, seen);
    letIn = true;
    await lookAtLinks(deps, installation, credential);
    await compareBoth(deps, id, seen);
    if (problem !== null) await deps.tokens.judge(id, "aircall", credential, null);
    seen.known.add("aircall keys refused");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (refusedWith(error, 403) && !letIn) await takenOff(deps, installation, credential);
    else if (refusedWith(error, 403, 401)) await verify(deps, installation, credential, seen);
    else deps.log.warn({ err: error, connectionId: id }, "Aircall could not be compared; tried again in minutes");
  }
}

async function lookAtWebhook(deps: CareDeps, installation: Installation, credential: Credential, seen: Seen) {
  const webhook = await mendWebhook(deps, installation, credential);
  if (webhook === "mended") seen.due["webhook off"] = {};
  if (webhook === "missing") seen.due["webhook missing"] = {};
  for (const kind of ["webhook off", "webhook missing"] as const) seen.known.add(kind);
  await deps.installs.keepWebhookProblem(installation.id, webhook === "missing" ? "missing" : null);
}

/** An API key follows every line of the company: there is nothing to link. */
async function lookAtLinks({ setup, installs }: CareDeps, { id, account }: Installation, credential: Credential) {
  if (credential.kind !== "bearer") return;
  const { linkedLines } = await setup.company(id, account, credential).about();
  if (linkedLines) await installs.keepLinks(id, linkedLines);
}

/** Aircall answers 403 to a credential that it does not take any more, whatever is asked (Aircall contract 1.6, 8.2). */
async function takenOff(deps: CareDeps, { id }: Installation, credential: Credential): Promise<void> {
  const problem = { kind: "removed", why: null, since: deps.clock() } as const;
  // Joined again while it was asked: the refusal is of the credential before.
  if (!(await deps.tokens.judge(id, "aircall", credential, problem))) return;
  await stopConnection(deps, id, { reason: "authorisation_removed", side: "aircall" });
  await deps.verifyGorgias(id);
}

/** A refusal after another request was answered, or a 401, which tells nothing of a credential that was shown: asked once more. */
async function verify(deps: CareDeps, installation: Installation, credential: Credential, seen: Seen) {
  const { id, account } = installation;
  try {
    await deps.setup.company(id, account, credential).ping();
    deps.log.warn({ connectionId: id }, "Aircall refused one request, and lets us in");
  } catch (error) {
    if (refusedWith(error, 403)) return takenOff(deps, installation, credential);
    if (!refusedWith(error, 401)) {
      deps.log.warn({ err: error, connectionId: id }, "a refusal of Aircall could not be verified; tried again soon");
      return;
    }
    await deps.tokens.judge(id, "aircall", credential, { kind: "refused", why: null, since: deps.clock() });
    seen.due["aircall keys refused"] = {};
  }
  seen.known.add("aircall keys refused");
}

/** Whether this side still lets us in, where that can be told; keeps that it does not. */
export async function verifyAircall(
  deps: Pick<CareDeps, "connections" | "setup" | "tokens" | "clock">,
  { id, account }: Pick<Installation, "id" | "account">,
): Promise<boolean> {
  const { credential } = await deps.connections.credential(id, "aircall");
  try {
    await deps.setup.company(id, account, credential).ping();
    return true;
  } catch (error) {
    // Whether it does is seen once Aircall answers again.
    if (!refusedWith(error, 403)) return !refusedWith(error, 401);
    await deps.tokens.judge(id, "aircall", credential, { kind: "removed", why: null, since: deps.clock() });
    return false;
  }
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

/** Finds calls that had not reached us. Once soon after each call, and once a day after, when everything belongs to it. */
async function compareBoth(deps: CareDeps, connectionId: string, seen: Seen): Promise<void> {
  const kept = await deps.care.read(connectionId);
  if (!kept) return;
  const now = deps.clock();
  const state = believed(kept, now);
  if (now - state.recentUntil < COMPARE_AFTER_MS) return;
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
  if (recent.unheard > 0) seen.due["calls unheard"] = { count: recent.unheard };
  seen.known.add("calls unheard");
}

/**
 * A mark in the future was set by a clock that was wrong: calls up to then were not compared, whatever it says. So all that
 * may be missing is compared once more.
 */
function believed({ recentUntil, dayUntil }: CareState, now: number): CareState {
  const day = isWrong(dayUntil, now) ? now - 2 * OVERLAP_MS : dayUntil;
  return { dayUntil: day, recentUntil: isWrong(recentUntil, now) ? day : recentUntil };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
