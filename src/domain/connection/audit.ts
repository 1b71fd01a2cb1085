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
  "console_link_made",
  "signed_in",
  "replayed",
  "erased",
  "token_created",
  "token_revoked",
  "webhook_added",
  "webhook_changed",
  "webhook_removed",
  "webhook_secret_renewed",
  "webhook_replayed",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What a change is about, for the filter of the log. */
export const AUDIT_KINDS = ["settings", "numbers", "agents", "connection", "retries", "data", "tokens"] as const;
type AuditKind = (typeof AUDIT_KINDS)[number];

const KIND_OF: Record<AuditAction, AuditKind> = {
  setting_changed: "settings",
  line_selected: "numbers",
  line_deselected: "numbers",
  agent_mapped: "agents",
  status_changed: "connection",
  disconnected: "connection",
  gorgias_authorised: "connection",
  aircall_authorised: "connection",
  connection_added: "connection",
  keys_replaced: "connection",
  console_link_made: "connection",
  signed_in: "connection",
  replayed: "retries",
  erased: "data",
  token_created: "tokens",
  token_revoked: "tokens",
  webhook_added: "tokens",
  webhook_changed: "tokens",
  webhook_removed: "tokens",
  webhook_secret_renewed: "tokens",
  webhook_replayed: "tokens",
};

/** The actions of a kind. */
export function actionsOf(kind: AuditKind): AuditAction[] {
  return AUDIT_ACTIONS.filter((action) => KIND_OF[action] === kind);
}

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
