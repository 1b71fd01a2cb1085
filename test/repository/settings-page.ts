/** The page of settings, made from their schema and their words. */
import { settingsForm, type SettingField } from "../../src/domain/settings/settings-form.ts";
import { sayAllowed, settingWords } from "../../src/domain/translations/settings-translations.ts";
import type { Language } from "../../src/domain/translations/translations.ts";

const HEADS = {
  en: ["English", "setting", "name", "values", "default", "what it does"],
  fr: ["Français", "réglage", "nom", "valeurs", "par défaut", "effet"],
} as const;

export function settingsPage(): string {
  return `# Settings

Which settings does a connection have, and what does each do? Admins change them on the page *Settings*. The API and the
command line know them by name. \`npm run docs\` writes this page from the code.

${tableIn("en")}
${tableIn("fr")}`;
}

function tableIn(language: Language): string {
  const [heading, ...head] = HEADS[language];
  const rows = [head, head.map(() => "---"), ...settingsForm.map((field) => rowOf(field, language))];
  return `## ${heading}\n\n${rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("")}`;
}

function rowOf(field: SettingField, language: Language): string[] {
  const words = settingWords(field.name, language);
  const { choices = {}, name = "", about = "" } = words ?? {};
  const values = field.choices?.map((choice) => `\`${choice}\` ${choices[choice]}`).join(", ");
  const usual = field.default === "" ? "–" : (choices[String(field.default)] ?? `\`${String(field.default)}\``);
  return [name, `\`${field.name}\``, values ?? sayAllowed(field, language), usual, about];
}
