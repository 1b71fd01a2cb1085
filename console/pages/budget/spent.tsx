/** What today's requests were spent on, the dearest first. */
import { Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { groupSpent } from "./group-spent.ts";
import { useBudgetWords } from "./use-budget-words.ts";

export function Spent({ spent }: { spent: UsageAnswer["spent"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useBudgetWords();
  const groups = groupSpent(spent);
  const all = groups.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return <Text c="dimmed">{t("budget.noSpent")}</Text>;
  return (
    <>
      <Text c="dimmed">{t("budget.spentAbout")}</Text>
      <ul className="plain-list spent" aria-label={t("budget.spent")}>
        {groups.map(({ kind, requests }) => (
          <li key={kind}>
            <Text className="breakable">{words.kind(kind)}</Text>
            {/* The number beside it says the same. */}
            <Progress value={(requests / all) * 100} color="cyan" aria-hidden />
            <Text>{formats.number(requests)}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}
