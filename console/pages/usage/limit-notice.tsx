/** Explains a pause or a used-up limit, and what to do about it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { IconHourglass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../words/use-formats.ts";
import type { KnownUsageProps } from "./usage-gauge.tsx";
import { useTimeLeft } from "./use-time-left.ts";
import { isLimitReached } from "./is-limit-reached.ts";

export function LimitNotice({ limit, used, usage: { at, blockedUntil, sharePercent } }: KnownUsageProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const left = useTimeLeft(at, blockedUntil);
  if (blockedUntil && left > 0) {
    // The countdown is not announced each second.
    const title = (
      <span aria-live="off">{t("usage.paused", { time: formats.duration(Math.ceil(left / 1_000) * 1_000) })}</span>
    );
    return (
      <Alert color="orange" variant="light" role="status" title={title} icon={<IconHourglass aria-hidden />}>
        <Text size="sm">{t("usage.pausedUntil", { when: formats.time(blockedUntil, null) })}</Text>
        <Text size="sm">{t("usage.pausedRemedy")}</Text>
        <Anchor component={Link} to="/settings/usage" size="sm" underline="always">
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
