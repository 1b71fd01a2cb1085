/** The totals of the report, large, each with the list that it counts where there is one. */
import { Anchor, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ReportAnswer } from "../../../src/http/api/schemas.ts";
import { activityAddress, MISSED_OUTCOMES } from "../../parts/activity-address.ts";
import { useFormats } from "../../words/use-formats.ts";
import type { DayRange } from "./date-ranges.ts";

export interface SummaryProps {
  total: ReportAnswer["total"];
  range: DayRange;
  line: string;
}

export function Summary({ total, range: { from, to }, line }: SummaryProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const listOf = (outcome: string) => activityAddress({ from, to, outcome, ...(line === "" ? {} : { line }) });
  const { answeredRate, responseSeconds } = total;
  const figures: { name: string; value: string; to?: string }[] = [
    { name: t("reports.columns.inbound"), value: formats.number(total.inbound) },
    { name: t("reports.columns.rate"), value: answeredRate === null ? "–" : formats.percent(answeredRate) },
    { name: t("reports.columns.missed"), value: formats.number(total.missed), to: listOf(MISSED_OUTCOMES) },
    {
      name: t("reports.columns.calledBack"),
      value: t("reports.of", { part: formats.number(total.calledBack), whole: formats.number(total.missed) }),
    },
    {
      name: t("reports.columns.response"),
      value: responseSeconds === null ? "–" : formats.seconds(responseSeconds),
    },
    {
      name: t("reports.columns.callbacks"),
      value: t("reports.of", {
        part: formats.number(total.callbacksDone),
        whole: formats.number(total.callbacksRequested),
      }),
      to: listOf("callback"),
    },
    { name: t("reports.columns.unknownCallers"), value: formats.number(total.unknownCallers) },
    { name: t("reports.columns.outbound"), value: formats.number(total.outbound) },
    { name: t("overview.messages"), value: formats.number(total.received + total.sent), to: listOf("message") },
  ];
  return (
    <section className="summary" aria-label={t("reports.summary")}>
      {figures.map(({ name, value, to: address }) => (
        <Paper key={name} withBorder px="md" py="xs" role="group" aria-label={name}>
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          <Text fz="1.35rem" fw={700}>
            {address === undefined ? (
              value
            ) : (
              <Anchor component={Link} to={address} inherit c="inherit" aria-label={`${name}: ${value}`}>
                {value}
              </Anchor>
            )}
          </Text>
        </Paper>
      ))}
    </section>
  );
}
