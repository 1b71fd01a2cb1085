/** Clears cached Gorgias data after a rejection, because it may be outdated. Asks Gorgias again, once. */
import type { PhoneIndex } from "../../domain/ports/phone-index.ts";
import { failureOf } from "../../domain/reasons/failure-of.ts";
import type { Reason } from "../../domain/reasons/reason.ts";
import type { KnowledgeDeps } from "./help-desk-knowledge.ts";
import type { Told } from "./leave-out.ts";
import { completeNow, type Run, type WriteDeps } from "../run.ts";

export interface ForgetDeps extends KnowledgeDeps {
  index: PhoneIndex;
}

/** What to forget: all (customer, tag ids and users), or only the tags or the users. */
export type Memory = "all" | "tags" | "users";

const FORGOTTEN = "forgotten";

/** True if this cache generation has already forgotten the customer and the tags. */
export function hasForgotten(run: Pick<Run, "writes" | "cacheGeneration">): boolean {
  return run.writes.some((write) => write.key === FORGOTTEN && write.generation === run.cacheGeneration);
}

/** Marks the customer that this work item found as outdated. The next search uses another key. */
export async function noteForgotten(deps: WriteDeps, run: Run, reason: Reason, requests: number): Promise<void> {
  await completeNow(deps, run, { generation: run.cacheGeneration, key: FORGOTTEN, outcome: { reason }, requests });
}

/** Forgets at most once for each ticket. False if that was done before. `requests` is the number used to find out. */
export async function forgetOnce(
  deps: ForgetDeps,
  run: Run,
  { memory, tags }: { memory: Memory; tags: readonly string[] },
  told: Told,
): Promise<boolean> {
  const key = memory === "all" ? FORGOTTEN : `${FORGOTTEN}:${memory}`;
  if (hasForgotten(run) || isNoted(run, key)) return false;
  if (memory === "all") await forgetCustomer(deps, run);
  if (memory !== "users") await deps.memory.forgetTags(run.connectionId, tags);
  if (memory !== "tags") await deps.memory.forgetUsers(run.connectionId);
  // Changes the object in place, because other views of this run share it.
  if (memory !== "tags") run.surroundings.users = null;
  if (memory === "all") run.surroundings.remembered = null;
  await note(deps, run, key, told);
  return true;
}

async function forgetCustomer({ index }: ForgetDeps, { connectionId, phoneKey }: Run): Promise<void> {
  const known = await index.known(connectionId, phoneKey);
  if (known) await index.forget(connectionId, phoneKey, known.customer.id);
}

/** Forgets one named tag, once. Each tag counts on its own. */
export async function forgetTagOnce(deps: ForgetDeps, run: Run, name: string, told: Told): Promise<boolean> {
  const key = `${FORGOTTEN}:tag:${name}`;
  if (isNoted(run, key)) return false;
  await deps.memory.forgetTags(run.connectionId, [name]);
  await note(deps, run, key, told);
  return true;
}

function isNoted({ writes, cacheGeneration }: Run, key: string): boolean {
  return writes.some((write) => write.key === key && write.generation === cacheGeneration);
}

async function note(deps: ForgetDeps, run: Run, key: string, { error, requests }: Told): Promise<void> {
  await completeNow(deps, run, {
    generation: run.cacheGeneration,
    key,
    outcome: { reason: failureOf(error) },
    requests,
  });
}
