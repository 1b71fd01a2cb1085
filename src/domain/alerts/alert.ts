/** What an admin is told without asking: each kind once, until it is over. */

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

/** What happened and was mended at once: told also when it is over by the time somebody can be told. */
export const HAPPENINGS: readonly AlertKind[] = ["webhook off", "calls unheard"];

/** What fills the text: numbers and reasons, never a secret. */
export type AlertDetail = Record<string, string | number>;

export interface Alert {
  id: number;
  kind: AlertKind;
  detail: AlertDetail;
  raisedAt: Date;
  resolvedAt: Date | null;
}

/** What is so just now: the alerts that should stand, with what fills them. */
export type AlertsDue = Partial<Record<AlertKind, AlertDetail>>;
