/** Puts the settings under headings; one that this version does not know goes under the last. Pure. */
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";

const GROUPS = {
  general: ["language", "missingEmail", "madeUpEmailDomain", "internalCalls"],
  calls: ["unansweredOutbound", "media"],
  texts: ["reopenWindow"],
  card: ["card", "cardEmail", "cardNotes", "cardTickets", "cardLastContact", "cardForUnknown"],
  limits: ["sharePercent", "patienceMinutes", "alertUrl", "retentionDays"],
} as const satisfies Record<string, readonly string[]>;

export type SettingGroup = keyof typeof GROUPS | "other";

const ORDER: readonly SettingGroup[] = ["general", "calls", "texts", "card", "limits", "other"];

/** Within a group they keep the order of the API; groups without any are left out. */
export function groupSettings(
  settings: readonly SettingAnswer[],
): { group: SettingGroup; settings: SettingAnswer[] }[] {
  return ORDER.map((group) => ({ group, settings: settings.filter(({ name }) => groupOf(name) === group) })).filter(
    ({ settings: some }) => some.length > 0,
  );
}

function groupOf(name: string): SettingGroup {
  const found = Object.entries(GROUPS).find(([, names]) => names.some((one) => one === name));
  return (found?.[0] as SettingGroup | undefined) ?? "other";
}
