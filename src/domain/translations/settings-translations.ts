/** The words about a setting in a language, for the console, the API, the command line and the reasons. */
import type { SettingField, SettingName } from "../settings/settings-form.ts";
import type { SettingsCatalogue, SettingWords } from "./setting-words.ts";
import { en } from "./settings-en.ts";
import { fr } from "./settings-fr.ts";
import type { Language } from "./translations.ts";

const catalogues: Record<Language, SettingsCatalogue> = { en, fr };

const forms = {
  en: {
    oneOf: (choices: string) => `one of: ${choices}`,
    between: (minimum: number, maximum: number) => `a whole number from ${minimum} to ${maximum}`,
  },
  fr: {
    oneOf: (choices: string) => `au choix : ${choices}`,
    between: (minimum: number, maximum: number) => `un nombre entier de ${minimum} à ${maximum}`,
  },
};

/** Null for a setting of another version. */
export function settingWords(name: string, language: Language): SettingWords | null {
  return Object.hasOwn(catalogues[language], name) ? catalogues[language][name as SettingName] : null;
}

/** The valid values of a setting, as part of a sentence: `one of: en, fr`. */
export function sayAllowed(field: SettingField, language: Language): string {
  const { name, choices, minimum, maximum } = field;
  if (choices) return forms[language].oneOf(choices.join(", "));
  if (minimum !== undefined && maximum !== undefined) return forms[language].between(minimum, maximum);
  return catalogues[language][name].allowed ?? "";
}
