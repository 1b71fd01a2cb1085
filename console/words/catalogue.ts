/** The English catalogue, which decides the keys, and the one that is shown. */
import type { i18n } from "i18next";
import english from "./en.json" with { type: "json" };

export type Catalogue = typeof english;

export const en: Catalogue = english;

/** The catalogue of the language that is shown, for names that the API decides. */
export function shownCatalogue(translations: i18n): Catalogue {
  return (translations.getResourceBundle(translations.language, "console") as Catalogue | undefined) ?? en;
}
