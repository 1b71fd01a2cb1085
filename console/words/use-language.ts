/** The language that is shown. */
import { useTranslation } from "react-i18next";
import { pickLanguage, type Language } from "./language.ts";

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return pickLanguage(i18n.language, []);
}
