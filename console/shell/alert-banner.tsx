/** The active alerts on top of every page, each with its remedy. Screen readers announce them politely. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { alertsQuery } from "../api/queries.ts";
import { AlertLink } from "../parts/alert-link.tsx";

/** Shows nothing when the alerts cannot be read: the page below reports the same failure. */
export function AlertBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(alertsQuery);
  const { pathname } = useLocation();
  // That page lists them itself.
  const isListed = pathname === "/connection";
  const active = isListed ? [] : (data?.filter(({ resolvedAt }) => resolvedAt === null) ?? []);
  return (
    // Always rendered: screen readers only announce changes of a region that exists.
    <div aria-live="polite">
      {active.length > 0 && (
        <section aria-label={t("alerts.banner")}>
          <ul className="plain-list banner">
            {active.map(({ kind, what, remedy }) => (
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
