/** What must be known of the help desk before a ticket can be written: its users and its tags. Asked once, then remembered. */
import type { Person } from "../domain/call.ts";
import { matchAgent, signerFor, type DeskUser } from "../domain/people.ts";
import type { TagRef } from "../domain/ports/help-desk.ts";
import type { DeskMemory } from "../domain/ports/stores.ts";
import { isWithin } from "../kit/moments.ts";
import { RequestError } from "../kit/request-error.ts";
import { leaveOut, PlanAnew } from "./ticket/leave-out.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";

export interface KnowledgeDeps extends WriteDeps {
  memory: DeskMemory;
}

const USERS_KEEP_MS = 60 * 60_000;
/** Whoever is missing may have been added just now; asked again, but not for every call. */
const USERS_KEEP_MISSING_MS = 10 * 60_000;
/** Nobody could sign: without an answer there is no ticket at all, so this is believed for a moment only. */
const USERS_KEEP_UNSIGNED_MS = 10_000;

/** The users of the help desk, fresh enough to find this agent among them, and a signer for each of these people. */
export async function knowUsers(
  deps: KnowledgeDeps,
  turn: Turn,
  agent: Person | null,
  people: readonly (Person | null)[] = [],
): Promise<DeskUser[]> {
  const known = await deps.memory.users(turn.connectionId, turn.surroundings.users);
  const keepMs = known && keepFor(agent, [agent, ...people], known.users);
  if (known && isWithin(known.learnedAt, deps.clock(), keepMs ?? 0)) return known.users;
  const before = turn.desk.spent();
  const users = await turn.desk.users();
  await deps.memory.rememberUsers(turn.connectionId, users, deps.clock());
  const requests = turn.desk.spent() - before;
  await settleNow(deps, turn, { round: 0, key: "learn:users", outcome: { users: users.length }, requests });
  // Read again: what the admin chose by hand is kept beside them.
  return (await deps.memory.users(turn.connectionId))?.users ?? users;
}

function keepFor(agent: Person | null, people: readonly (Person | null)[], users: readonly DeskUser[]): number {
  if (people.some((person) => !signerFor(person, users))) return USERS_KEEP_UNSIGNED_MS;
  return agent && !matchAgent(agent, users) ? USERS_KEEP_MISSING_MS : USERS_KEEP_MS;
}

/** For so long a tag is not asked for again that Gorgias would not make. */
const REJECTED_TAG_MS = 60 * 60_000;

/**
 * The tags of these names, made where they are missing (C12). Rejects with PlanAnew where Gorgias will not have one of
 * them: it is left out from now on (C18).
 */
export async function knowTags(deps: KnowledgeDeps, turn: Turn, names: readonly string[]): Promise<TagRef[]> {
  const known = await deps.memory.tags(turn.connectionId, names);
  const missing = names.filter((name) => !known.some((tag) => tag.name === name));
  if (missing.length === 0) return known;
  const since = deps.clock() - REJECTED_TAG_MS;
  const rejected = new Map(
    (await deps.memory.rejectedTags(turn.connectionId, missing, since)).map(({ name, ...why }) => [name, why]),
  );
  const learned: TagRef[] = [];
  let anew: PlanAnew | null = null;
  for (const name of missing) {
    const before = turn.desk.spent();
    const spent = () => turn.desk.spent() - before;
    const earlier = rejected.get(name);
    try {
      if (earlier)
        throw new RequestError(`tag "${name}"`, { fate: "refused", ...earlier, status: earlier.status ?? 0 });
      const tag = (await turn.desk.tags.find(name)) ?? (await turn.desk.tags.create(name));
      await deps.memory.rememberTag(turn.connectionId, tag);
      await settleNow(deps, turn, {
        round: 0,
        key: `learn:tag:${name}`,
        outcome: { tagId: tag.id },
        requests: spent(),
      });
      learned.push(tag);
    } catch (error) {
      if (!(error instanceof RequestError) || error.fate !== "refused" || error.status === 401) throw error;
      if (!earlier) await deps.memory.rejectTag(turn.connectionId, { ...pick(error), name }, deps.clock());
      await leaveOut(deps, turn, { kind: "tag", name }, { error, requests: spent() });
      anew = new PlanAnew(error);
    }
  }
  if (anew) throw anew;
  return [...known, ...learned];
}

function pick({ status, detail }: RequestError): Pick<RequestError, "status" | "detail"> {
  return { status, detail };
}
