/** The alerts that an admin receives. The service sends each kind once, until it is over. */

export const ALERT_KINDS = [
  "deactivated",
  "deactivation near",
  "token dying",
  "gorgias keys refused",
  "aircall keys refused",
  "no line selected",
  "lines not linked",
  "no admin",
  "webhook off",
  "webhook missing",
  "calls unheard",
  "failed items",
  "waiting long",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Events that were fixed at once. The service reports them even when they are already over. */
export const HAPPENINGS: readonly AlertKind[] = ["webhook off", "calls unheard"];

/** Fills the placeholders of the message. Holds numbers and reasons, never a secret. */
export type AlertDetail = Record<string, string | number>;

export interface Alert {
  id: number;
  kind: AlertKind;
  detail: AlertDetail;
  raisedAt: Date;
  resolvedAt: Date | null;
}

/** The current state: the alerts that should be active, with their details. */
export type AlertsDue = Partial<Record<AlertKind, AlertDetail>>;
