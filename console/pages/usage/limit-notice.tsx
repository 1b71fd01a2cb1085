/** What it means that Gorgias has no room, and what can be done about it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../words/use-formats.ts";
import type { KnownUsageProps } from "./usage-gauge.tsx";
import { isLimitReached } from "./is-limit-reached.ts";

export function LimitNotice({ limit, used, budget: { blockedUntil, sharePercent } }: KnownUsageProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (blockedUntil) {
    return (
      <Alert color="orange" variant="light" role="status" title={t("budget.blocked")}>
        <Text size="sm">{t("budget.blockedUntil", { when: formats.time(blockedUntil, null) })}</Text>
        <Text size="sm">{t("budget.blockedRemedy")}</Text>
        <Anchor component={Link} to="/settings" size="sm" underline="always">
          {t("budget.toSettings")}
        </Anchor>
      </Alert>
    );
  }
  if (!isLimitReached(limit, used, sharePercent)) return null;
  return (
    <Alert color="yellow" variant="light" role="status" title={t("budget.tight")}>
      <Text size="sm">{t("budget.tightAbout")}</Text>
    </Alert>
  );
}
