/** How much of Gorgias' limit is spent at this moment. */
import { Anchor, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

const TIGHT_PERCENT = 85;

export function UsageBar({ budget }: { budget: OverviewAnswer["budget"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (budget === null) return <Text c="dimmed">{t("overview.budgetNone")}</Text>;
  const percent = budget.limit > 0 ? Math.min(100, (budget.used / budget.limit) * 100) : 0;
  return (
    <Stack gap="xs">
      <Text>
        {t("overview.budgetAbout", { limit: formats.number(budget.limit), used: formats.number(budget.used) })}
      </Text>
      <Progress
        size="lg"
        value={percent}
        color={percent >= TIGHT_PERCENT ? "red" : "cyan"}
        aria-label={t("overview.budgetBar")}
      />
      <Anchor component={Link} to="/budget" size="sm" underline="always">
        {t("overview.showBudget")}
      </Anchor>
    </Stack>
  );
}
