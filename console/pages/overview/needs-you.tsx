/** What needs a person: failures, missed calls without a response, open callback requests, alerts, missing parts. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer, OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { alertsQuery } from "../../api/queries.ts";
import { activityAddress, MISSED_OUTCOMES } from "../../parts/activity-address.ts";
import { failingChecksNow } from "../../parts/failing-checks.ts";
import { StatusIcon, type Status } from "../../parts/status-icon.tsx";
import { useFormats } from "../../words/use-formats.ts";

const NEEDS = ["needChecks", "needFailed", "needAlerts", "needResponse", "needCallback"] as const;
type Need = (typeof NEEDS)[number];

const STATUS: Record<Need, Status> = {
  needChecks: "urgent",
  needFailed: "urgent",
  needAlerts: "soon",
  needResponse: "soon",
  needCallback: "soon",
};

export function NeedsYou({
  overview: { today, week, failed },
  connection,
}: {
  overview: OverviewAnswer;
  connection: ConnectionAnswer | undefined;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const alerts = useQuery(alertsQuery);
  const counts: Record<Need, number> = {
    needChecks: connection ? failingChecksNow(connection).length : 0,
    needFailed: failed,
    needAlerts: (alerts.data ?? []).filter(({ resolvedAt }) => resolvedAt === null).length,
    needResponse: today.missed - today.responded - today.unreachable,
    needCallback: week.callbacksRequested - week.callbacksDone,
  };
  const addresses: Record<Need, string> = {
    needChecks: "/setup",
    needFailed: activityAddress({ result: "failed" }),
    needAlerts: "/connection",
    needResponse: activityAddress({ from: today.from, to: today.to, outcome: MISSED_OUTCOMES }),
    needCallback: activityAddress({ from: week.from, to: week.to, outcome: "callback" }),
  };
  const needs = NEEDS.filter((need) => counts[need] > 0);
  if (needs.length === 0) {
    return (
      <p className="need" data-status="works">
        <StatusIcon status="works" /> {t("overview.nothingNeeded")}
      </p>
    );
  }
  return (
    <ul className="plain-list">
      {needs.map((need) => (
        <li key={need} className="need" data-status={STATUS[need]} data-need={need}>
          <StatusIcon status={STATUS[need]} />
          <span className="visually-hidden">
            {STATUS[need] === "urgent" ? t("overview.urgent") : t("overview.soon")}
          </span>
          <Anchor component={Link} to={addresses[need]} size="sm">
            {t(`overview.${need}`, { count: counts[need], number: formats.number(counts[need]) })}
          </Anchor>
        </li>
      ))}
    </ul>
  );
}
