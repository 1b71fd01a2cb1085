/** What a setting and its values are called. One that the catalogue does not know yet goes by its own name. */
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { en, fr } from "../../words/catalogue.ts";

export interface SettingLabels {
  name(name: string): string;
  /** Of a choice, the words for it; anything else as it is, and a word for an empty text. */
  value(setting: Pick<SettingAnswer, "name" | "kind">, value: unknown): string;
}

type Names = Readonly<Record<string, string>>;

/** The names come from the API, so they are looked up as data, not as keys. */
export function useSettingLabels(): SettingLabels {
  const { i18n } = useTranslation();
  const { names, choices, nothing } = (i18n.language === "fr" ? fr : en).settings;
  return {
    name: (name) => lookUp(names, name) ?? inWords(name),
    value: ({ name, kind }, value) => {
      const words = kind === "choice" && Object.hasOwn(choices, name) ? choices[name as keyof typeof choices] : {};
      return lookUp(words, String(value)) ?? (String(value ?? "") || nothing);
    },
  };
}

function lookUp(names: Names, name: string): string | null {
  return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}

/** `reopenHours` → `Reopen hours`. */
function inWords(name: string): string {
  const spaced = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
