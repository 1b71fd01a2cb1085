/** What is looked at of the Gorgias side: its authorisation, and whether an admin can sign (L6, C5). At most ten requests an hour. */
import { PAGE_SIZE } from "../../gorgias/vendor.ts";
import type { StoredCredential } from "../../domain/connection/connection.ts";
import { firstAdmin, type HelpDeskUser } from "../../domain/customer/people.ts";
import type { Installation } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";
import { followCustomers } from "../maintenance/follow-customers.ts";
import { learnTimeZone } from "../maintenance/learn-time-zone.ts";
import type { MaintenanceDeps, CheckResults } from "../maintenance/maintenance-deps.ts";

/** Age after which the users are read again, for each page of them. */
const LOOK_AGAIN_MS = 6 * 60_000;

export async function checkGorgias(
  deps: MaintenanceDeps,
  { id, account }: Installation,
  results: CheckResults,
): Promise<void> {
  const { problem: known } = await deps.connections.credential(id, "gorgias");
  if (known?.kind !== "refused" || isTimeToTry(known.since, deps.clock())) await orNull(() => deps.freshen(id));
  const before = await deps.connections.credential(id, "gorgias");
  const users = await knownUsers(deps, { id, account }, before);
  if (users) {
    results.known.add("no admin");
    if (!firstAdmin(users)) results.due["no admin"] = {};
  }
  const { problem } = await deps.connections.credential(id, "gorgias");
  if (problem?.kind === "not renewed") {
    const since = new Date(problem.since).toISOString();
    results.due["token dying"] = { since, why: problem.why ?? "unavailable" };
  }
  if (problem?.kind === "refused") results.due["gorgias keys refused"] = {};
  for (const kind of ["token dying", "gorgias keys refused"] as const) results.known.add(kind);
  if (problem !== null) return;
  await learnTimeZone(deps, { id, account });
  await learnTags(deps, { id, account });
  await followCustomers(deps, { id, account }, before.credential);
}

/** Lists the tags of a new connection before its first call needs them. Later lists are made by calls (L1). */
async function learnTags(deps: MaintenanceDeps, { id, account }: Pick<Installation, "id" | "account">): Promise<void> {
  if ((await deps.memory.tagsComplete(id, 0)) !== null) return;
  const list = await orNull(() => deps.helpDesks({ id, account }, "catch-up").tags.list());
  if (list) await deps.memory.rememberTagList(id, list, deps.clock());
}

/** True in one minute of six. Work that needs the key tries it as well, at most every 30 s. */
function isTimeToTry(since: number, now: number): boolean {
  const minute = 60_000;
  return Math.floor((now - since) / minute) % (LOOK_AGAIN_MS / minute) === 0;
}

/** The cached users, read again once they are old. Null if Gorgias does not return them. */
async function knownUsers(
  deps: MaintenanceDeps,
  { id, account }: Pick<Installation, "id" | "account">,
  { problem }: StoredCredential,
): Promise<HelpDeskUser[] | null> {
  const remembered = await deps.memory.users(id);
  const pages = Math.ceil((remembered?.users.length ?? 1) / PAGE_SIZE);
  const isFresh = remembered !== null && deps.clock() - remembered.learnedAt < LOOK_AGAIN_MS * Math.max(1, pages);
  const isDoubtful = problem?.why === "refused again";
  if (isFresh && !isDoubtful) return remembered.users;
  // `freshen` has already tried the rejected key.
  if (problem?.kind === "refused") return remembered?.users ?? null;
  const users = await orNull(() => deps.helpDesks({ id, account }, "catch-up").users());
  if (!users) return remembered?.users ?? null;
  await deps.memory.rememberUsers(id, users, deps.clock());
  if (isDoubtful) {
    const stored = await deps.connections.credential(id, "gorgias");
    await deps.tokens.judge(id, "gorgias", stored.credential, null);
  }
  return users;
}

/** The next check, a minute later, tries again. The request layer has already recorded a rejection. */
async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}
