/** What each figure counts, so that two people mean the same by it. */
import { useTranslation } from "react-i18next";

const DEFINED = ["missed", "rate", "calledBack", "response", "callbacks", "unknownCallers", "messages"] as const;

export function Definitions() {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t("reports.definitions")}</summary>
      <ul>
        {DEFINED.map((name) => (
          <li key={name}>{t(`reports.definition.${name}`)}</li>
        ))}
      </ul>
    </details>
  );
}
