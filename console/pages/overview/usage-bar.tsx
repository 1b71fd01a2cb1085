/** The used part of the API limit of Gorgias. */
import { Anchor, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

const NEARLY_FULL_PERCENT = 85;

export function UsageBar({ usage }: { usage: OverviewAnswer["budget"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (usage === null) return <Text c="dimmed">{t("overview.usageNone")}</Text>;
  const percent = usage.limit > 0 ? Math.min(100, (usage.used / usage.limit) * 100) : 0;
  return (
    <Stack gap="xs">
      <Text>{t("overview.usageAbout", { limit: formats.number(usage.limit), used: formats.number(usage.used) })}</Text>
      <Progress
        size="lg"
        value={percent}
        color={percent >= NEARLY_FULL_PERCENT ? "yellow" : "cyan"}
        aria-label={t("overview.usageBar")}
      />
      <Anchor component={Link} to="/usage" size="sm" underline="always">
        {t("overview.showUsage")}
      </Anchor>
    </Stack>
  );
}
