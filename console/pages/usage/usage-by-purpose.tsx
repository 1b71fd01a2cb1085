/** What today's requests were spent on, the dearest first. */
import { Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { BudgetAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { groupByPurpose } from "./group-by-purpose.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

export function Spent({ spent }: { spent: BudgetAnswer["spent"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  const groups = groupByPurpose(spent);
  const all = groups.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return <Text c="dimmed">{t("budget.noSpent")}</Text>;
  return (
    <>
      <Text c="dimmed">{t("budget.spentAbout")}</Text>
      <ul className="plain-list spent" aria-label={t("budget.spent")}>
        {groups.map(({ kind, requests }) => (
          <li key={kind}>
            <Text className="breakable">{labels.kind(kind)}</Text>
            {/* The number beside it says the same. */}
            <Progress value={(requests / all) * 100} color="cyan" aria-hidden />
            <Text>{formats.number(requests)}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}
