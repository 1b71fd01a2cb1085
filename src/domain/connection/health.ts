/** Whether a connection works (N3). Derived from every condition, so that no connection is healthy by default. */
import type { ConnectionStatus, CredentialProblem, Vendor } from "./connection.ts";

const CHECK_CODES = ["gorgias_access", "admin", "aircall_access", "webhook", "lines_selected", "lines_linked"] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

export interface Check {
  code: CheckCode;
  ok: boolean;
}

export type ProblemKind = CredentialProblem["kind"];

export interface HealthFacts {
  /** The store has a credential of that side. */
  gorgiasJoined: boolean;
  aircallJoined: boolean;
  gorgiasProblem: ProblemKind | null;
  aircallProblem: ProblemKind | null;
  /** Our webhook is gone from Aircall, and the service could not create a new one. */
  webhookMissing: boolean;
  /** Selected lines, and those of them that are not linked to our app in Aircall. */
  lines: { selected: number; unlinked: number };
  /** Whether Gorgias has an admin who can sign notes. Null before the first read of its users. */
  admin: boolean | null;
}

export function checksOf(facts: HealthFacts): Check[] {
  const { gorgiasJoined, aircallJoined, gorgiasProblem, aircallProblem, lines } = facts;
  const ok: Record<CheckCode, boolean> = {
    gorgias_access: gorgiasJoined && gorgiasProblem === null,
    // Before the first read, trust the user who installed it, who was an admin.
    admin: gorgiasJoined && facts.admin !== false,
    aircall_access: aircallJoined && aircallProblem === null,
    // A removed app has neither webhooks nor lines.
    webhook: aircallJoined && aircallProblem !== "removed" && !facts.webhookMissing,
    lines_selected: lines.selected > 0,
    lines_linked: lines.unlinked === 0 && aircallProblem !== "removed",
  };
  return CHECK_CODES.map((code) => ({ code, ok: ok[code] }));
}

export function isHealthy(status: ConnectionStatus, checks: readonly Check[]): boolean {
  return status === "active" && checks.every(({ ok }) => ok);
}

/** The side whose authorisation was removed. Null where neither was. */
export function removedSide({
  gorgiasProblem,
  aircallProblem,
}: Pick<HealthFacts, "gorgiasProblem" | "aircallProblem">): Vendor | "both" | null {
  const [inGorgias, inAircall] = [gorgiasProblem === "removed", aircallProblem === "removed"];
  if (inGorgias && inAircall) return "both";
  if (inGorgias) return "gorgias";
  return inAircall ? "aircall" : null;
}
