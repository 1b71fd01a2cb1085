/** Groups the settings under headings. An unknown setting goes under the last one. Pure. */
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";

const GROUPS = {
  general: ["language", "missingEmail", "madeUpEmailDomain", "internalCalls"],
  calls: ["unansweredOutbound", "media"],
  messages: ["reopenWindow"],
  card: ["card", "cardEmail", "cardNotes", "cardTickets", "cardLastContact", "cardForUnknown"],
  limits: ["sharePercent", "patienceMinutes", "alertUrl", "retentionDays"],
} as const satisfies Record<string, readonly string[]>;

export type SettingGroup = keyof typeof GROUPS | "other";

const ORDER: readonly SettingGroup[] = ["general", "calls", "messages", "card", "limits", "other"];

/** Keeps the order of the API within a group. Skips empty groups. */
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
