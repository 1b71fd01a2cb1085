/** Who changed which setting, when, from what to what. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingsAnswer } from "../../../src/http/api/schemas.ts";
import { LineTime } from "../../parts/line-time.tsx";
import { useSettingWords } from "./use-setting-words.ts";

export function ChangeHistory({ settings, history }: SettingsAnswer) {
  const { t } = useTranslation();
  const words = useSettingWords();
  if (history.length === 0) return <Text c="dimmed">{t("settings.noHistory")}</Text>;
  // A setting that was taken away since is shown by its bare values.
  const value = (name: string, one: unknown) =>
    words.value(settings.find((setting) => setting.name === name) ?? { name, kind: "text" }, one);
  return (
    <ul className="plain-list rows">
      {history.map(({ name, from, to, by, at }) => (
        <li key={`${name} ${at}`} className="row change">
          <Text className="breakable">
            {t("settings.changed", { name: words.name(name), from: value(name, from), to: value(name, to) })}
          </Text>
          <Text size="sm" c="dimmed" className="breakable">
            {t("settings.by", { who: by })} <LineTime at={at} zone={null} />
          </Text>
        </li>
      ))}
    </ul>
  );
}
