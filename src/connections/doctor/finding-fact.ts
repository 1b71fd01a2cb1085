/** What the doctor found on a connection, as a code with parameters, for readers of any language. */

export const FINDING_CODES = [
  "keys_ok",
  "keys_locked",
  "gorgias_ok",
  "gorgias_not_admin",
  "gorgias_token_ended",
  "gorgias_refused",
  "gorgias_unreachable",
  "admin_ok",
  "admin_missing",
  "gorgias_settings_ok",
  "gorgias_settings_unknown",
  "gorgias_settings_risky",
  "aircall_ok",
  "aircall_refused",
  "aircall_unreachable",
  "webhook_ok",
  "webhook_missing",
  "webhook_off",
  "webhook_events_missing",
  "webhook_events_extra",
  "webhooks_unused",
  "numbers_ok",
  "numbers_none",
  "numbers_gone",
  "numbers_unlinked",
  "agents_ok",
  "agents_unmatched",
  "waiting_none",
  "waiting",
  "waiting_paused",
  "waiting_long",
  "failed_none",
  "failed",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface FindingFact {
  code: FindingCode;
  /** The person, number or host concerned. */
  name?: string;
  names?: string[];
  count?: number;
  /** In the vendor's own words, or those of the network. */
  detail?: string;
}
