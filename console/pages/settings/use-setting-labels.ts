/** The labels of settings and their values. A setting without a label gets one made of its name. */
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { shownCatalogue } from "../../words/catalogue.ts";

export interface SettingLabels {
  name(name: string): string;
  /** What is so when the switch is on. */
  switch(name: string): string;
  /** The label of a choice. Any other value stays as it is, except for a label for empty text. */
  value(setting: Pick<SettingAnswer, "name" | "kind">, value: unknown): string;
}

type Names = Readonly<Record<string, string>>;

/** The names come from the API, so they are looked up as data, not as translation keys. */
export function useSettingLabels(): SettingLabels {
  const { i18n } = useTranslation();
  const { names, switches, choices, empty } = shownCatalogue(i18n).settings;
  return {
    name: (name) => lookUp(names, name) ?? spellOut(name),
    switch: (name) => lookUp(switches, name) ?? lookUp(names, name) ?? spellOut(name),
    value: ({ name, kind }, value) => {
      const labels: Names =
        kind === "choice" && Object.hasOwn(choices, name) ? choices[name as keyof typeof choices] : {};
      return lookUp(labels, String(value)) ?? (String(value ?? "") || empty);
    },
  };
}

function lookUp(names: Names, name: string): string | null {
  return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}

/** `reopenHours` → `Reopen hours`. */
function spellOut(name: string): string {
  const spaced = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
