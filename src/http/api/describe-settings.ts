/** The settings as the API tells them: values, defaults, what each does, what it may be, and what was changed. */
import type { SettingStore } from "../../domain/ports/admin.ts";
import { settingsForm } from "../../domain/settings-form.ts";
import { settingsTexts } from "../../domain/texts/settings-texts.ts";
import type { Language } from "../../domain/texts/texts.ts";
import type { SettingsAnswer } from "./schemas.ts";

/** The latest changes that are shown. */
const HISTORY = 100;

/** Null when there is no such connection any more. */
export async function describeSettings(
  settings: Pick<SettingStore, "read" | "history">,
  connectionId: string,
  language: Language,
): Promise<SettingsAnswer | null> {
  const values = await settings.read(connectionId);
  if (!values) return null;
  const history = await settings.history(connectionId, HISTORY);
  const { about } = settingsTexts[language];
  return {
    settings: settingsForm.map((field) => ({ ...field, value: values[field.name], about: about[field.name] })),
    history: history.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
  };
}
