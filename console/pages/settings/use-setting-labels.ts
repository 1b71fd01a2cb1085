/** The labels of settings and their values. A setting without a label gets one made of its name. */
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { settingWords } from "../../../src/domain/translations/settings-translations.ts";
import { useLanguage } from "../../words/use-language.ts";

export interface SettingLabels {
  name(name: string): string;
  /** What is so when the switch is on. */
  switch(name: string): string;
  /** The label of a choice. Any other value stays as it is, except for a label for empty text. */
  value(setting: Pick<SettingAnswer, "name" | "kind">, value: unknown): string;
}

export function useSettingLabels(): SettingLabels {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = (name: string) => settingWords(name, language)?.name ?? spellOut(name);
  return {
    name: nameOf,
    switch: (name) => settingWords(name, language)?.switch ?? nameOf(name),
    value({ name, kind }, value) {
      const choices = (kind === "choice" && settingWords(name, language)?.choices) || {};
      const shown = String(value ?? "");
      return Object.hasOwn(choices, shown) ? (choices[shown] ?? shown) : shown || t("settings.empty");
    },
  };
}

/** `reopenHours` → `Reopen hours`. */
function spellOut(name: string): string {
  const spaced = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
