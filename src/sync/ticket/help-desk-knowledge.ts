/** Loads the users and tags of the help desk that a ticket needs. Asks Gorgias once, then caches the answer. */
import type { Person } from "../../domain/call/call.ts";
import { matchAgent, signerFor, type HelpDeskUser } from "../../domain/customer/people.ts";
import type { TagList, TagRef } from "../../domain/ports/help-desk.ts";
import type { HelpDeskCache } from "../../domain/ports/help-desk-cache.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";
import { leaveOut, PlanAnew } from "./leave-out.ts";
import { completeNow, type Run, type WriteDeps } from "../run.ts";

export interface KnowledgeDeps extends WriteDeps {
  memory: HelpDeskCache;
}

const USERS_KEEP_MS = 60 * 60_000;
/** An agent who is missing from the cache may be new. The users are reloaded after this time, not for every call. */
const USERS_KEEP_MISSING_MS = 10 * 60_000;
/** Without a signer there is no ticket at all, so the cached users expire early. */
const USERS_KEEP_UNSIGNED_MS = 10_000;

/** The users of the help desk. The cache is fresh enough to find this agent and a signer for each of these people. */
export async function knowUsers(
  deps: KnowledgeDeps,
  run: Run,
  agent: Person | null,
  people: readonly (Person | null)[] = [],
): Promise<HelpDeskUser[]> {
  const known = await deps.memory.users(run.connectionId, run.surroundings.users);
  const keepMs = known && keepFor(agent, [agent, ...people], known.users);
  if (known && isWithin(known.learnedAt, deps.clock(), keepMs ?? 0)) return known.users;
  const before = run.helpDesk.used();
  const users = await run.helpDesk.users();
  await deps.memory.rememberUsers(run.connectionId, users, deps.clock());
  const requests = run.helpDesk.used() - before;
  await completeNow(deps, run, { generation: 0, key: "learn:users", outcome: { users: users.length }, requests });
  // Reads the cache again, because it also holds the admin's manual choices.
  return (await deps.memory.users(run.connectionId))?.users ?? users;
}

function keepFor(agent: Person | null, people: readonly (Person | null)[], users: readonly HelpDeskUser[]): number {
  if (people.some((person) => !signerFor(person, users))) return USERS_KEEP_UNSIGNED_MS;
  return agent && !matchAgent(agent, users) ? USERS_KEEP_MISSING_MS : USERS_KEEP_MS;
}

/** A tag that Gorgias rejected is not tried again for this long. */
const REJECTED_TAG_MS = 60 * 60_000;

/**
 * The tags with these names. Creates missing tags (C12). If Gorgias rejects a tag, leaves it out from now on and
 * rejects with PlanAnew (C18).
 */
export async function knowTags(deps: KnowledgeDeps, run: Run, names: readonly string[]): Promise<TagRef[]> {
  const known = await deps.memory.tags(run.connectionId, names);
  const missing = names.filter((name) => !known.some((tag) => tag.name === name));
  if (missing.length === 0) return known;
  const since = deps.clock() - REJECTED_TAG_MS;
  const rejected = new Map(
    (await deps.memory.rejectedTags(run.connectionId, missing, since)).map(({ name, ...why }) => [name, why]),
  );
  const wanted = missing.filter((name) => !rejected.has(name));
  const listed = wanted.length > 0 ? await listTags(deps, run) : { tags: [], complete: false };
  const learned = listed.tags.filter(({ name }) => wanted.includes(name));
  let anew: PlanAnew | null = null;
  for (const name of missing.filter((one) => !learned.some((tag) => tag.name === one))) {
    const before = run.helpDesk.used();
    const used = () => run.helpDesk.used() - before;
    const earlier = rejected.get(name);
    try {
      if (earlier)
        throw new RequestError(`tag "${name}"`, { fate: "refused", ...earlier, status: earlier.status ?? 0 });
      const found = listed.complete ? null : await run.helpDesk.tags.find(name);
      const tag = found ?? (await run.helpDesk.tags.create(name));
      await deps.memory.rememberTag(run.connectionId, tag);
      await completeNow(deps, run, {
        generation: 0,
        key: `learn:tag:${name}`,
        outcome: { tagId: tag.id },
        requests: used(),
      });
      learned.push(tag);
    } catch (error) {
      if (!(error instanceof RequestError) || error.fate !== "refused" || error.status === 401) throw error;
      if (!earlier) await deps.memory.rejectTag(run.connectionId, { ...pick(error), name }, deps.clock());
      await leaveOut(deps, run, { kind: "tag", name }, { error, requests: used() });
      anew = new PlanAnew(error);
    }
  }
  if (anew) throw anew;
  return [...known, ...learned];
}

/** After this time the tags are listed again. A tag that others created meanwhile is found when its creation fails. */
const TAG_LIST_MS = 24 * 60 * 60_000;

/** One list in the place of a search for each tag. Lists once a day at most, and only while a tag is missing. */
async function listTags(deps: KnowledgeDeps, run: Run): Promise<TagList> {
  const complete = await deps.memory.tagsComplete(run.connectionId, deps.clock() - TAG_LIST_MS);
  if (complete !== null) return { tags: [], complete };
  const before = run.helpDesk.used();
  const list = await listOrNull(run);
  if (list) await deps.memory.rememberTagList(run.connectionId, list, deps.clock());
  const requests = run.helpDesk.used() - before;
  await completeNow(deps, run, { generation: 0, key: "learn:tags", outcome: { tags: list?.tags.length }, requests });
  return list ?? { tags: [], complete: false };
}

/** Null if Gorgias refuses the list or answers nonsense. Each tag is searched for then, and left out where that fails. */
async function listOrNull(run: Run): Promise<TagList | null> {
  try {
    return await run.helpDesk.tags.list();
  } catch (error) {
    if (!(error instanceof RequestError) || error.fate === "later" || error.status === 401) throw error;
    return null;
  }
}

function pick({ status, detail }: RequestError): Pick<RequestError, "status" | "detail"> {
  return { status, detail };
}
