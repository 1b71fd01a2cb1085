/** What it means that Gorgias has no room, and what can be done about it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../words/use-formats.ts";
import type { KnownBudgetProps } from "./gauge.tsx";
import { isTight } from "./is-tight.ts";

export function TightNotice({ limit, used, budget: { blockedUntil, sharePercent } }: KnownBudgetProps) {
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
  if (!isTight(limit, used, sharePercent)) return null;
  return (
    <Alert color="yellow" variant="light" role="status" title={t("budget.tight")}>
      <Text size="sm">{t("budget.tightAbout")}</Text>
    </Alert>
  );
}
