/** A gauge of the API limit: the used part, and the part reserved for other apps. */
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { isLimitReached } from "./is-limit-reached.ts";

export interface KnownUsageProps {
  limit: number;
  used: number;
  usage: UsageAnswer;
}

export function UsageGauge({ limit, used, usage }: KnownUsageProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { sharePercent, drainPerSecond, blockedUntil } = usage;
  const sentence = t("usage.gaugeValue", { used: formats.number(used), limit: formats.number(limit) });
  const percent = limit > 0 ? Math.min(100, (used / limit) * 100) : 0;
  const state = blockedUntil ? "paused" : isLimitReached(limit, used, sharePercent) ? "full" : "free";
  return (
    <Stack gap="xs">
      <Text>
        {sentence}
        {drainPerSecond !== null && ` ${t("usage.drain", { number: formats.average(drainPerSecond) })}`}
      </Text>
      <div
        className="gauge"
        role="meter"
        aria-label={t("usage.gauge")}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={sentence}
      >
        <div className="gauge-used" data-state={state} style={{ width: `${percent}%` }} />
        {sharePercent > 0 && <div className="gauge-share" style={{ width: `${sharePercent}%` }} />}
      </div>
      <Text size="sm" c="dimmed">
        {sharePercent > 0 ? t("usage.share", { percent: formats.number(sharePercent) }) : t("usage.shareNone")}
      </Text>
    </Stack>
  );
}
