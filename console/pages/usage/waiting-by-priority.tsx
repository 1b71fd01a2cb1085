/** What waits for Gorgias, by priority, with the age of the oldest item of each. */
import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

export function WaitingByPriority({ usage: { at, waitingByPriority, waiting } }: { usage: UsageAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  return (
    <>
      {waitingByPriority.length === 0 ? (
        <Text c="dimmed">{t("usage.noWaiting")}</Text>
      ) : (
        <ul className="plain-list rows" aria-label={t("usage.waiting")}>
          {waitingByPriority.map(({ priority, count, since }) => (
            <li key={priority} className="row change" data-priority={priority}>
              <Text fw={600} className="breakable">
                {labels.priority(priority)}
              </Text>
              <Text>
                {t("usage.waitingCount", { count, number: formats.number(count) })},{" "}
                {/* By the clock of the service: the browser's may be wrong. */}
                <time dateTime={since} title={since}>
                  {t("usage.oldest", { count, time: formats.duration(Date.parse(at) - Date.parse(since)) })}
                </time>
              </Text>
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t("usage.inProgress", { number: formats.number(waiting) })}
          </Text>
          <Anchor component={Link} to="/activity?result=pending" size="sm" underline="always">
            {t("overview.showInProgress")}
          </Anchor>
        </Group>
      )}
    </>
  );
}
