/** What the audit log holds (N7): codes and values, never a secret. The reader's side makes the sentences. */
import { z } from "zod";

export const AUDIT_ACTIONS = [
  "setting_changed",
  "line_selected",
  "line_deselected",
  "agent_mapped",
  "status_changed",
  "disconnected",
  "gorgias_authorised",
  "aircall_authorised",
  "connection_added",
  "keys_replaced",
  "replayed",
  "erased",
] as const;
type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** `operator`: a person who runs a command on the server. */
export const ACTOR_KINDS = ["admin", "operator", "vendor", "service"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Author of a change, and its time in epoch ms. `by` names an admin, or is one of the two below. */
export interface ChangedBy {
  by: string;
  now: number;
}

export const BY_SERVICE = "the service";
export const BY_OPERATOR = "the operator";

export interface AuditEntry {
  action: AuditAction;
  /** Which setting, line, agent, or item of the activity. Null where the action says all. */
  subject: string | null;
  from: unknown;
  to: unknown;
}

export const auditValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export function actorOf(by: string): { kind: ActorKind; name: string | null } {
  if (by === BY_SERVICE) return { kind: "service", name: null };
  return by === BY_OPERATOR ? { kind: "operator", name: null } : { kind: "admin", name: by };
}

/** An address may hold a secret in its path, its query or before its host. The log shows only its origin. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "string" || !/^[a-z][a-z\d+.-]*:\/\//i.test(value)) return value;
  return URL.canParse(value) ? new URL(value).origin : "…";
}
