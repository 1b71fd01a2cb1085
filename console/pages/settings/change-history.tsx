/** The changes of settings, each with its author and time. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingsAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useSettingLabels } from "./use-setting-labels.ts";

export function ChangeHistory({ settings, history }: SettingsAnswer) {
  const { t } = useTranslation();
  const labels = useSettingLabels();
  if (history.length === 0) return <Text c="dimmed">{t("settings.noHistory")}</Text>;
  // A setting that no longer exists has no labels for its values.
  const value = (name: string, one: unknown) =>
    labels.value(settings.find((setting) => setting.name === name) ?? { name, kind: "text" }, one);
  return (
    <ul className="plain-list rows">
      {history.map(({ name, from, to, by, at }) => (
        <li key={`${name} ${at}`} className="row change">
          <Text className="breakable">
            {t("settings.changed", { name: labels.name(name), from: value(name, from), to: value(name, to) })}
          </Text>
          <Text size="sm" c="dimmed" className="breakable">
            {t("settings.by", { author: by })} <ZonedTime at={at} zone={null} />
          </Text>
        </li>
      ))}
    </ul>
  );
}
