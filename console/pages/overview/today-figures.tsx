/** The figures of today and of this week. Each number leads to the list that it counts. */
import { Anchor, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { activityAddress, MISSED_OUTCOMES } from "../../parts/activity-address.ts";
import { useFormats, type Formats } from "../../words/use-formats.ts";

type Period = OverviewAnswer["today"];

export function TodayFigures({ overview }: { overview: OverviewAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { today, week, usualByNow, usage } = overview;
  const pair = (name: string, of: (period: Period) => string, filter: { outcome?: string; result?: string }) => ({
    name,
    today: of(today),
    todayTo: activityAddress({ from: today.from, to: today.to, ...filter }),
    week: of(week),
    weekTo: activityAddress({ from: week.from, to: week.to, ...filter }),
  });
  return (
    <section className="figures" aria-label={t("overview.today")}>
      <Figure {...pair(t("overview.answered"), ({ answered }) => formats.number(answered), { outcome: "answered" })}>
        {usualByNow === null
          ? t("overview.noUsual")
          : t("overview.usualByNow", { number: formats.number(Math.round(usualByNow)) })}
      </Figure>
      <Figure {...pair(t("overview.missed"), ({ missed }) => formats.number(missed), { outcome: MISSED_OUTCOMES })}>
        {t("overview.calledBack", { number: formats.number(today.calledBack) })}
      </Figure>
      <Figure
        {...pair(t("overview.messages"), ({ received, sent }) => formats.number(received + sent), {
          outcome: "message",
        })}
      >
        {t("overview.inOut", { received: formats.number(today.received), sent: formats.number(today.sent) })}
      </Figure>
      <Figure
        {...pair(t("overview.timeToTicket"), ({ timeToTicket }) => sayTime(timeToTicket?.p95, formats), {
          result: "done",
        })}
        unit={t("overview.p95")}
      >
        {today.timeToTicket === null
          ? t("overview.noTickets")
          : t("overview.p50Tickets", {
              count: today.tickets,
              number: formats.number(today.tickets),
              time: sayTime(today.timeToTicket.p50, formats),
            })}
      </Figure>
      <Figure
        name={t("overview.usage")}
        today={usage === null || usage.limit === 0 ? "–" : formats.percent(usage.used / usage.limit)}
        todayTo="/usage"
      >
        {usage === null
          ? t("overview.usageNone")
          : t("overview.usageAbout", { used: formats.number(usage.used), limit: formats.number(usage.limit) })}
      </Figure>
    </section>
  );
}

function sayTime(ms: number | undefined, formats: Formats): string {
  return ms === undefined ? "–" : formats.seconds(ms / 1_000);
}

interface FigureProps {
  name: string;
  today: string;
  todayTo: string;
  week?: string;
  weekTo?: string;
  unit?: string;
  /** What the number is made of, or compared with. */
  children: ReactNode;
}

function Figure({ name, today, todayTo, week, weekTo, unit, children }: FigureProps) {
  const { t } = useTranslation();
  return (
    <Paper withBorder px="sm" py="xs" role="group" aria-label={name} className="figure">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="1.75rem" fw={700} lh={1.25}>
        <Anchor
          component={Link}
          to={todayTo}
          inherit
          c="inherit"
          aria-label={`${name} (${t("overview.today")}) ${today}`}
        >
          {today}
        </Anchor>
        {unit !== undefined && (
          <Text span size="sm" c="dimmed" ml={6}>
            {unit}
          </Text>
        )}
      </Text>
      <Text size="xs">{children}</Text>
      {week !== undefined && weekTo !== undefined && (
        <Anchor component={Link} to={weekTo} size="xs">
          {t("overview.thisWeek", { value: week })}
        </Anchor>
      )}
    </Paper>
  );
}
