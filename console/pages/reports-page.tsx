/** Reports: figures of a range of days, by number, agent, hour, weekday or day, as chart, table and CSV. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ReportAnswer } from "../../src/http/api/schemas.ts";
import { numbersQuery, overviewQuery, reportQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { usePendingChanges } from "../parts/use-pending-changes.ts";
import { dayIn } from "./report/date-ranges.ts";
import { Definitions } from "./report/definitions.tsx";
import { FigureTabs } from "./report/figure-tabs.tsx";
import { choiceToSearch, searchToChoice, type ReportChoice } from "./report/report-in-address.ts";
import { ReportFilters } from "./report/report-filters.tsx";
import { Summary } from "./report/summary.tsx";

export function ReportsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const withPending = usePendingChanges<Partial<ReportChoice>>(search.toString());
  // The service knows the team's zone. Overview has asked for it already, or does now.
  const overview = useQuery({ ...overviewQuery, refetchInterval: false, staleTime: Number.POSITIVE_INFINITY });
  const numbers = useQuery(numbersQuery);
  if (!overview.data) {
    return (
      <PageFrame title={t("page.reports")} intro={t("reports.intro")}>
        <Loaded query={overview} rows={5}>
          {() => null}
        </Loaded>
      </PageFrame>
    );
  }
  const zone = overview.data.timeZone.name;
  const today = dayIn(zone, new Date());
  const choice = searchToChoice(search, today);
  const change = (changed: Partial<ReportChoice>) =>
    setSearch(choiceToSearch({ ...choice, ...withPending(changed) }), { replace: true });
  return (
    <PageFrame title={t("page.reports")} intro={t("reports.intro")}>
      <ReportFilters choice={choice} today={today} numbers={numbers.data ?? []} onChange={change} />
      <Report choice={choice} onChange={change} />
    </PageFrame>
  );
}

function Report({ choice, onChange }: { choice: ReportChoice; onChange(changed: Partial<ReportChoice>): void }) {
  const { t } = useTranslation();
  const { by, ...filter } = choice;
  const report = useQuery(reportQuery(filter));
  return (
    <Loaded query={report} rows={5}>
      {(data) =>
        isEmpty(data) ? (
          <EmptyState title={t("reports.none")} about={t("reports.noneAbout")} />
        ) : (
          <div className="report" aria-busy={report.isFetching}>
            <Summary total={data.total} range={data} line={filter.line} />
            <FigureTabs report={data} filter={filter} by={by} onChange={onChange} />
            <Text size="sm" c="dimmed">
              {t("overview.zone", { zone: data.timeZone.name })}
            </Text>
            <Definitions />
          </div>
        )
      }
    </Loaded>
  );
}

function isEmpty({ total: { inbound, outbound, received, sent } }: ReportAnswer): boolean {
  return inbound + outbound + received + sent === 0;
}
