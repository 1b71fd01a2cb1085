/** The rows of one table of the report, with their labels and the lists that they count. */
import { useTranslation } from "react-i18next";
import type { ReportAnswer } from "../../../src/http/api/schemas.ts";
import type { ReportFilter, ReportTable } from "./report-filter.ts";
import { activityAddress, MISSED_OUTCOMES } from "../../parts/activity-address.ts";
import { clockOf } from "../../words/clock-of.ts";
import { useFormats } from "../../words/use-formats.ts";

export interface ReportRow {
  key: string;
  label: string;
  figures: ReportAnswer["total"];
  /** The list of these calls, and of the missed ones. Null where no filter selects them. */
  list: string | null;
  missedList: string | null;
}

export function useRows(report: ReportAnswer, { line }: ReportFilter, by: ReportTable): ReportRow[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const range = { from: report.from, to: report.to, ...(line === "" ? {} : { line }) };
  const row = (key: string, label: string, figures: ReportAnswer["total"], own: object | null): ReportRow => ({
    key,
    label,
    figures,
    list: own && activityAddress({ ...range, ...own }),
    missedList: own && activityAddress({ ...range, outcome: MISSED_OUTCOMES, ...own }),
  });
  switch (by) {
    case "number":
      return report.numbers.map((figures) => {
        const { key, name } = figures;
        return row(key ?? "", name ?? t("reports.unknown.number"), figures, key === null ? null : { line: key });
      });
    case "agent":
      return report.agents.map((figures) => {
        const { key, name } = figures;
        return row(key ?? "", name ?? t("reports.unknown.agent"), figures, key === null ? null : { agent: key });
      });
    case "hour":
      return report.hours.map((figures) => row(figures.key, clockOf(Number(figures.key)), figures, null));
    case "weekday":
      return report.weekdays.map((figures) => row(figures.key, formats.weekday(Number(figures.key)), figures, null));
    case "day":
      return report.days.map((figures) => {
        const day = figures.key;
        return row(day, formats.day(day), figures, { from: day, to: day });
      });
    default:
      return by satisfies never;
  }
}
