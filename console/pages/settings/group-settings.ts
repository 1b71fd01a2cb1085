/** The sections of the settings, each with an address of its own. An unknown section goes to the last one. Pure. */
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { en } from "../../words/catalogue.ts";

const LABELS = en.settings.sections;

export type SettingSection = keyof typeof LABELS;

/** In the order of the catalogue. */
export const SETTING_SECTIONS = Object.keys(LABELS) as readonly SettingSection[];

export function sectionOf({ section }: Pick<SettingAnswer, "section">): SettingSection {
  return readSection(section) ?? "other";
}

/** In the order of the API. */
export function settingsIn(section: SettingSection, settings: readonly SettingAnswer[]): SettingAnswer[] {
  return settings.filter((setting) => sectionOf(setting) === section);
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
