/** Explains a pause or a used-up limit, and what to do about it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../words/use-formats.ts";
import type { KnownUsageProps } from "./usage-gauge.tsx";
import { isLimitReached } from "./is-limit-reached.ts";

export function LimitNotice({ limit, used, usage: { at, blockedUntil, sharePercent } }: KnownUsageProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (blockedUntil) {
    // By the clock of the service: the browser's may be wrong.
    const time = formats.duration(Date.parse(blockedUntil) - Date.parse(at));
    return (
      <Alert color="orange" variant="light" role="status" title={t("usage.paused", { time })}>
        <Text size="sm">{t("usage.pausedUntil", { when: formats.time(blockedUntil, null) })}</Text>
        <Text size="sm">{t("usage.pausedRemedy")}</Text>
        <Anchor component={Link} to="/settings" size="sm" underline="always">
          {t("usage.toSettings")}
        </Anchor>
      </Alert>
    );
  }
  if (!isLimitReached(limit, used, sharePercent)) return null;
  return (
    <Alert color="yellow" variant="light" role="status" title={t("usage.full")}>
      <Text size="sm">{t("usage.fullAbout")}</Text>
    </Alert>
  );
}
