/** Whether a connection works: derived from everything that must be true, so that nothing is called healthy by default (N3). */
import type { ConnectionStatus, CredentialProblem, Vendor } from "./connection.ts";

const CHECK_CODES = ["gorgias_access", "admin", "aircall_access", "webhook", "lines_selected", "lines_linked"] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

export interface Check {
  code: CheckCode;
  ok: boolean;
}

export type ProblemKind = CredentialProblem["kind"];

export interface HealthFacts {
  /** A credential of that side is kept. */
  gorgiasJoined: boolean;
  aircallJoined: boolean;
  gorgiasProblem: ProblemKind | null;
  aircallProblem: ProblemKind | null;
  /** Our webhook is gone from Aircall, and none could be made. */
  webhookMissing: boolean;
  /** Selected lines, and those of them that are not linked to our app in Aircall. */
  lines: { selected: number; unlinked: number };
  /** Whether Gorgias has an admin who can sign notes; null before its users were first looked at. */
  admin: boolean | null;
}

export function checksOf(facts: HealthFacts): Check[] {
  const { gorgiasJoined, aircallJoined, gorgiasProblem, aircallProblem, lines } = facts;
  const ok: Record<CheckCode, boolean> = {
    gorgias_access: gorgiasJoined && gorgiasProblem === null,
    // Whoever installed it was an admin.
    admin: gorgiasJoined && facts.admin !== false,
    aircall_access: aircallJoined && aircallProblem === null,
    // An app that is taken off has neither webhooks nor lines any more.
    webhook: aircallJoined && aircallProblem !== "removed" && !facts.webhookMissing,
    lines_selected: lines.selected > 0,
    lines_linked: lines.unlinked === 0 && aircallProblem !== "removed",
  };
  return CHECK_CODES.map((code) => ({ code, ok: ok[code] }));
}

export function isHealthy(status: ConnectionStatus, checks: readonly Check[]): boolean {
  return status === "active" && checks.every(({ ok }) => ok);
}

/** On which side the authorisation was removed; null: on neither. */
export function removedSide({
  gorgiasProblem,
  aircallProblem,
}: Pick<HealthFacts, "gorgiasProblem" | "aircallProblem">): Vendor | "both" | null {
  const [inGorgias, inAircall] = [gorgiasProblem === "removed", aircallProblem === "removed"];
  if (inGorgias && inAircall) return "both";
  if (inGorgias) return "gorgias";
  return inAircall ? "aircall" : null;
}
