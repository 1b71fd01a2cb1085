/** What is wrong just now, on top of every page, with what to do about it. Calm: it is read aloud when there is time. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { alertsQuery } from "../api/queries.ts";
import { AlertLink } from "../parts/alert-link.tsx";

/** That alerts cannot be read is said nowhere: the page below it tells the same of itself. */
export function AlertBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(alertsQuery);
  const standing = data?.filter(({ resolvedAt }) => resolvedAt === null) ?? [];
  return (
    // Always there, so that screen readers notice when something is put into it.
    <div aria-live="polite">
      {standing.length > 0 && (
        <section aria-label={t("alerts.standing")}>
          <ul className="plain-list banner">
            {standing.map(({ kind, what, remedy }) => (
              <li key={kind} data-alert={kind}>
                <Text fw={600} className="breakable">
                  {what}
                </Text>
                <Text size="sm" className="breakable">
                  {remedy}
                </Text>
                <AlertLink kind={kind} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
