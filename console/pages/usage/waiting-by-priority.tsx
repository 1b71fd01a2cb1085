/** What was put aside until there is room, by urgency, and for how long the oldest of each has been waiting. */
import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { BudgetAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

export function WaitingByPriority({ budget: { at, waitingByLane, waiting } }: { budget: BudgetAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  return (
    <>
      {waitingByLane.length === 0 ? (
        <Text c="dimmed">{t("budget.noWaiting")}</Text>
      ) : (
        <ul className="plain-list rows" aria-label={t("budget.waiting")}>
          {waitingByLane.map(({ lane, count, since }) => (
            <li key={lane} className="row change" data-lane={lane}>
              <Text fw={600} className="breakable">
                {labels.lane(lane)}
              </Text>
              <Text>
                {t("budget.waitingCount", { count, number: formats.number(count) })},{" "}
                {/* By the service's clock: the browser's may be wrong. */}
                <time dateTime={since} title={since}>
                  {t("budget.oldest", { count, time: formats.duration(Date.parse(at) - Date.parse(since)) })}
                </time>
              </Text>
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t("budget.unfinished", { number: formats.number(waiting) })}
          </Text>
          <Anchor component={Link} to="/activity?result=pending" size="sm" underline="always">
            {t("overview.showWaiting")}
          </Anchor>
        </Group>
      )}
    </>
  );
}
