/** Chooses the console's language; it is remembered in this browser. */
import { NativeSelect } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../words/language.ts";
import { switchLanguage } from "../words/translations.ts";

/** Each in its own language, so that whoever cannot read this page finds it. */
const OWN_NAMES = { en: "English", fr: "Français" } as const;

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  return (
    <NativeSelect
      size="sm"
      label={t("app.language")}
      value={i18n.language}
      onChange={({ currentTarget }) => {
        const language = LANGUAGES.find((one) => one === currentTarget.value);
        if (!language) return;
        switchLanguage(window, language);
        // Some of the sentences are the API's.
        void queries.invalidateQueries();
      }}
    >
      {LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language}>
          {OWN_NAMES[language]}
        </option>
      ))}
    </NativeSelect>
  );
}
