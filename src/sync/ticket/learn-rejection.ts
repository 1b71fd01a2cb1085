/**
 * Learns from a rejection: reloads what may be outdated, once, then leaves out optional parts (C18). Stores what it
 * learned, and the same run plans the ticket again.
 */
import { PartsRejected, type RejectedPart } from "../../domain/ticket/rejected-parts.ts";
import { refusedWith } from "../../kit/request-error.ts";
import { forgetOnce, forgetTagOnce, type ForgetDeps, type Memory } from "./forget.ts";
import { leaveOut, PlanAnew, type Told } from "./leave-out.ts";
import type { Run } from "../run.ts";

export interface Request {
  /** Names of the tags in the request. */
  tags?: readonly string[];
  /** What may be outdated if a rejection names no part. */
  stale: Memory;
  /** The part that such a rejection is about if the cached data is fresh. */
  only?: RejectedPart;
}

/** Sends the request. Rejects with PlanAnew if the rejection taught something, else with the rejection itself. */
export async function learning<T>(deps: ForgetDeps, run: Run, about: Request, send: () => Promise<T>): Promise<T> {
  const before = run.helpDesk.used();
  try {
    return await send();
  } catch (error) {
    if (!refusedWith(error, 400, 403, 404, 409, 422)) throw error;
    const told = { error, requests: run.helpDesk.used() - before };
    if (await learn(deps, run, about, told)) throw new PlanAnew(error);
    throw error;
  }
}

async function learn(deps: ForgetDeps, run: Run, about: Request, told: Told): Promise<boolean> {
  const { tags = [], stale, only } = about;
  const parts = told.error instanceof PartsRejected ? told.error.parts : [];
  if (parts.length > 0) {
    let learned = false;
    // Counts the requests once.
    for (const part of parts) {
      const requests: number = learned ? 0 : told.requests;
      learned = (await learnPart(deps, run, part, { ...told, requests })) || learned;
    }
    return learned;
  }
  // Fresh data does not help against a missing permission.
  if (told.error.status !== 403 && (await forgetOnce(deps, run, { memory: stale, tags }, told))) return true;
  return only !== undefined && (await leaveOut(deps, run, only, told));
}

async function learnPart(deps: ForgetDeps, run: Run, part: RejectedPart, told: Told): Promise<boolean> {
  switch (part.kind) {
    case "customer":
      return forgetOnce(deps, run, { memory: "all", tags: [] }, told);
    case "message":
      return false;
    case "author": {
      const memory = part.userId === null ? "all" : "users";
      return (await forgetOnce(deps, run, { memory, tags: [] }, told)) || leaveOut(deps, run, part, told);
    }
    case "assignee":
      return (await forgetOnce(deps, run, { memory: "users", tags: [] }, told)) || leaveOut(deps, run, part, told);
    case "tag":
      return (await forgetTagOnce(deps, run, part.name, told)) || leaveOut(deps, run, part, told);
    case "file":
    case "field":
      return leaveOut(deps, run, part, told);
    default:
      return part satisfies never;
  }
}

/** More than any ticket has parts to leave out. */
const MOST_PLANS = 40;

/** Runs the work again as long as each rejection teaches something. */
export async function planningAnew<T>(work: () => Promise<T>): Promise<T> {
  for (let plans = 1; ; plans += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PlanAnew) || plans >= MOST_PLANS) throw error;
    }
  }
}
