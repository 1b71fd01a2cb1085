/** How full the bucket is: what is used, and the end of it that is left to the shop's other apps. */
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { BudgetAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { isLimitReached } from "./is-limit-reached.ts";

export interface KnownUsageProps {
  limit: number;
  used: number;
  budget: BudgetAnswer;
}

export function UsageGauge({ limit, used, budget }: KnownUsageProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { sharePercent, drainPerSecond, blockedUntil } = budget;
  const told = t("budget.gaugeValue", { used: formats.number(used), limit: formats.number(limit) });
  const percent = limit > 0 ? Math.min(100, (used / limit) * 100) : 0;
  const state = blockedUntil ? "blocked" : isLimitReached(limit, used, sharePercent) ? "tight" : "free";
  return (
    <Stack gap="xs">
      <Text>
        {told}
        {drainPerSecond !== null && ` ${t("budget.drain", { number: formats.average(drainPerSecond) })}`}
      </Text>
      <div
        className="gauge"
        role="meter"
        aria-label={t("budget.gauge")}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={told}
      >
        <div className="gauge-used" data-state={state} style={{ width: `${percent}%` }} />
        {sharePercent > 0 && <div className="gauge-share" style={{ width: `${sharePercent}%` }} />}
      </div>
      <Text size="sm" c="dimmed">
        {sharePercent > 0 ? t("budget.share", { percent: formats.number(sharePercent) }) : t("budget.shareNone")}
      </Text>
    </Stack>
  );
}
