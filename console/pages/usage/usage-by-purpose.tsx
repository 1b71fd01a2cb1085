/** Today's API calls by purpose, largest first. */
import { Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { groupByPurpose } from "./group-by-purpose.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

export function UsageByPurpose({ spent }: { spent: UsageAnswer["spent"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  const purposes = groupByPurpose(spent);
  const all = purposes.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return <Text c="dimmed">{t("usage.noFigures")}</Text>;
  return (
    <>
      <Text c="dimmed">{t("usage.byPurposeAbout")}</Text>
      <ul className="plain-list purposes" aria-label={t("usage.byPurpose")}>
        {purposes.map(({ kind, requests }) => (
          <li key={kind}>
            <Text className="breakable">{labels.purpose(kind)}</Text>
            {/* The number beside it has the same information. */}
            <Progress value={(requests / all) * 100} color="cyan" aria-hidden />
            <Text>{formats.number(requests)}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}
