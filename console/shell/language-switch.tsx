/** Chooses the console's language. This browser remembers it. */
import { NativeSelect } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../words/language.ts";
import { switchLanguage } from "../words/translations.ts";

/** Each in its own language, for readers who do not understand the current one. */
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
        // The API translates some of the sentences.
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
