/** Stores that a call or conversation leaves out an optional part. Its activity shows that (C18). */
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import type { HelpDeskCache } from "../../domain/ports/help-desk-cache.ts";
import { isLeftOut, leftOutKey, leftOutOutcome, type RejectedPart } from "../../domain/ticket/rejected-parts.ts";
import { RequestError } from "../../kit/request-error.ts";
import { completeNow, type Run, type WriteDeps } from "../run.ts";

interface LeaveOutDeps extends WriteDeps {
  memory: Pick<HelpDeskCache, "users">;
}

/** The rejection, and the requests used to learn of it. */
export interface Told {
  error: RequestError;
  requests: number;
}

/** Nothing was written, but the run learned something. It must plan again. */
export class PlanAnew extends RequestError {
  constructor(cause: RequestError) {
    super(`${cause.message}; it is planned anew`, { fate: "later", retryAfterMs: 0, obstacle: "planned_anew", cause });
  }
}

/** Leaves out the part from now on. False if it was left out before. */
export async function leaveOut(
  deps: LeaveOutDeps,
  run: Run,
  part: RejectedPart,
  { error, requests }: Told,
): Promise<boolean> {
  if (isLeftOut(run.writes, part, deps.clock())) return false;
  const entry = await entryOf(deps, run, part, error);
  await completeNow(deps, run, {
    generation: 0,
    key: leftOutKey(part),
    outcome: leftOutOutcome(part, entry),
    requests,
  });
  return true;
}

async function entryOf(deps: LeaveOutDeps, run: Run, part: RejectedPart, error: RequestError): Promise<LeftOut> {
  const { status, detail } = error;
  const told = { code: "rejected", vendor: "gorgias", status, detail } as const;
  switch (part.kind) {
    case "author":
    case "assignee":
      return { ...told, part: part.kind, value: await nameOf(deps, run, part.userId) };
    case "tag":
      return { ...told, part: "tag", value: part.name };
    case "file":
      return { ...told, part: "attachment", value: part.name };
    case "field":
      return { ...told, part: part.part, value: part.part === "field" ? part.field : null };
    case "customer":
    case "message":
      throw new Error(`a ${part.kind} is required and cannot be left out`);
    default:
      return part satisfies never;
  }
}

async function nameOf({ memory }: LeaveOutDeps, { connectionId }: Run, userId: number | null): Promise<string | null> {
  if (userId === null) return null;
  const known = await memory.users(connectionId);
  const user = known?.users.find(({ id }) => id === userId);
  return user?.name ?? user?.email ?? String(userId);
}
