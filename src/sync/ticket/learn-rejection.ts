/**
 * Learns from a rejection what to do otherwise: ask anew what may be outdated, once, then leave out what is optional (C18).
 * What was learned is stored, and the ticket is planned anew within the same run.
 */
import { PartsRejected, type RejectedPart } from "../../domain/ticket/rejected-parts.ts";
import { refusedWith } from "../../kit/request-error.ts";
import { forgetOnce, forgetTagOnce, type ForgetDeps, type Memory } from "../forget.ts";
import { leaveOut, PlanAnew, type Told } from "./leave-out.ts";
import type { Turn } from "../turn.ts";

export interface Request {
  /** Names of the tags that it carries. */
  tags?: readonly string[];
  /** What a rejection may be due to that names nothing. */
  stale: Memory;
  /** What such a rejection is about where the memory is fresh. */
  only?: RejectedPart;
}

/** Sends. Rejects with PlanAnew where the rejection taught something, else as it was rejected. */
export async function learning<T>(deps: ForgetDeps, turn: Turn, about: Request, send: () => Promise<T>): Promise<T> {
  const before = turn.desk.spent();
  try {
    return await send();
  } catch (error) {
    if (!refusedWith(error, 400, 403, 404, 409, 422)) throw error;
    const told = { error, requests: turn.desk.spent() - before };
    if (await learn(deps, turn, about, told)) throw new PlanAnew(error);
    throw error;
  }
}

async function learn(deps: ForgetDeps, turn: Turn, about: Request, told: Told): Promise<boolean> {
  const { tags = [], stale, only } = about;
  const parts = told.error instanceof PartsRejected ? told.error.parts : [];
  if (parts.length > 0) {
    let learned = false;
    // The requests are counted once.
    for (const part of parts) {
      const requests: number = learned ? 0 : told.requests;
      learned = (await learnPart(deps, turn, part, { ...told, requests })) || learned;
    }
    return learned;
  }
  // No permission: that is not for want of fresh knowledge.
  if (told.error.status !== 403 && (await forgetOnce(deps, turn, { memory: stale, tags }, told))) return true;
  return only !== undefined && (await leaveOut(deps, turn, only, told));
}

async function learnPart(deps: ForgetDeps, turn: Turn, part: RejectedPart, told: Told): Promise<boolean> {
  switch (part.kind) {
    case "customer":
      return forgetOnce(deps, turn, { memory: "all", tags: [] }, told);
    case "message":
      return false;
    case "author": {
      const memory = part.userId === null ? "all" : "users";
      return (await forgetOnce(deps, turn, { memory, tags: [] }, told)) || leaveOut(deps, turn, part, told);
    }
    case "assignee":
      return (await forgetOnce(deps, turn, { memory: "users", tags: [] }, told)) || leaveOut(deps, turn, part, told);
    case "tag":
      return (await forgetTagOnce(deps, turn, part.name, told)) || leaveOut(deps, turn, part, told);
    case "file":
    case "field":
      return leaveOut(deps, turn, part, told);
    default:
      return part satisfies never;
  }
}

/** More than there are parts to leave out of any ticket. */
const MOST_PLANS = 40;

/** Works, and works again as long as a rejection teaches something. */
export async function planningAnew<T>(work: () => Promise<T>): Promise<T> {
  for (let plans = 1; ; plans += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PlanAnew) || plans >= MOST_PLANS) throw error;
    }
  }
}
