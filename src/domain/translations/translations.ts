/**
 * Picks a text by its key in the connection's language. Values are untrusted. The catalogue inserts them as they are,
 * and the HTML renderer escapes them.
 */
import { createInstance } from "i18next";
import { en, type Catalogue } from "./en.ts";
import { fr } from "./fr.ts";

export type Language = "en" | "fr";

/** `section.name` of the catalogue. */
export type TextKey = { [S in keyof Catalogue]: `${S & string}.${keyof Catalogue[S] & string}` }[keyof Catalogue];

/** Returns the text of a key with `{{values}}` filled in. */
export type Translations = { language: Language; say(key: TextKey, values?: Record<string, string>): string };

const catalogues = createInstance({
  resources: { en: { translation: en }, fr: { translation: fr } },
  fallbackLng: "en",
  initAsync: false,
  // Nesting is off for values. A customer named "$t(...)" keeps that name.
  interpolation: { escapeValue: false, skipOnVariables: true },
});
await catalogues.init();

export function translationsFor(language: Language): Translations {
  // The console declares keys of its own for i18next. Its type check reaches this file through the admin API's types.
  const translate = catalogues.getFixedT(language) as (key: string, values: Record<string, string>) => string;
  return { language, say: (key, values = {}) => translate(key, values) };
}
