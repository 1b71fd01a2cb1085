/** The sections of the settings, each with an address of its own. An unknown setting goes to the last one. Pure. */
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";

const SECTIONS = {
  tickets: ["language", "timeZone", "unansweredOutbound", "internalCalls"],
  customers: ["missingEmail", "madeUpEmailDomain"],
  recordings: ["media"],
  messages: ["reopenWindow"],
  card: ["card", "cardEmail", "cardLastContact", "cardNotes", "cardTickets", "cardForUnknown"],
  usage: ["sharePercent", "patienceMinutes"],
  alerts: ["alertUrl"],
  data: ["retentionDays"],
} as const satisfies Record<string, readonly string[]>;

export type SettingSection = keyof typeof SECTIONS | "other";

export const SETTING_SECTIONS: readonly SettingSection[] = [
  "tickets",
  "customers",
  "recordings",
  "messages",
  "card",
  "usage",
  "alerts",
  "data",
  "other",
];

export function sectionOf(name: string): SettingSection {
  const found = Object.entries(SECTIONS).find(([, names]) => names.some((one) => one === name));
  return (found?.[0] as SettingSection | undefined) ?? "other";
}

/** In the order of this file, then in that of the API. */
export function settingsIn(section: SettingSection, settings: readonly SettingAnswer[]): SettingAnswer[] {
  const order: readonly string[] = section === "other" ? [] : SECTIONS[section];
  return settings
    .filter(({ name }) => sectionOf(name) === section)
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The section that an address names. Null for another page of the settings. */
export function readSection(text: string): SettingSection | null {
  return SETTING_SECTIONS.find((one) => one === text) ?? null;
}

/** Whether an address is a section of the form, where unsaved changes stay. */
export function isSettingsForm(pathname: string): boolean {
  const [, first, second, more] = pathname.split("/");
  return first === "settings" && more === undefined && (second === undefined || readSection(second) !== null);
}
