/** One table of a report as CSV. */
import { stringify } from "csv-stringify/sync";
import type { Report } from "../../connections/show/show-report.ts";
import type { FigureRow } from "../../domain/figures/figures.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { csvOptions } from "./csv-options.ts";
import { reportTexts, type ReportTexts } from "./report-texts.ts";

export const REPORT_TABLES = ["number", "agent", "hour", "weekday", "day"] as const;
export type ReportTable = (typeof REPORT_TABLES)[number];

const ROWS: Record<ReportTable, (report: Report) => FigureRow[]> = {
  number: ({ numbers }) => numbers,
  agent: ({ agents }) => agents,
  hour: ({ hours }) => hours,
  weekday: ({ weekdays }) => weekdays,
  day: ({ days }) => days,
};

type Cell = (figures: Report["total"]) => number | null;

/** The columns after the first, in their order. */
const COLUMNS: Record<keyof ReportTexts["columns"], Cell> = {
  inbound: ({ inbound }) => inbound,
  answered: ({ answered }) => answered,
  missed: ({ missed }) => missed,
  answeredPercent: ({ answeredRate }) => (answeredRate === null ? null : Math.round(answeredRate * 100)),
  calledBack: ({ calledBack }) => calledBack,
  responded: ({ responded }) => responded,
  responseSeconds: ({ responseSeconds }) => (responseSeconds === null ? null : Math.round(responseSeconds)),
  callbacksRequested: ({ callbacksRequested }) => callbacksRequested,
  callbacksDone: ({ callbacksDone }) => callbacksDone,
  unknownCallers: ({ unknownCallers }) => unknownCallers,
  outbound: ({ outbound }) => outbound,
  received: ({ received }) => received,
  sent: ({ sent }) => sent,
};

/** The last line holds the totals. */
export function reportCsv(report: Report, by: ReportTable, language: Language): string {
  const translations = reportTexts[language];
  const cells = Object.values(COLUMNS);
  const names = Object.keys(COLUMNS) as (keyof ReportTexts["columns"])[];
  const lines = [
    [`${translations.tables[by]} (${report.timeZone.name})`, ...names.map((name) => translations.columns[name])],
    ...ROWS[by](report).map((row) => [labelOf(row, by, translations), ...cells.map((cell) => cell(row))]),
    [translations.total, ...cells.map((cell) => cell(report.total))],
  ];
  return stringify(lines, csvOptions(language));
}

function labelOf({ key, name }: FigureRow, by: ReportTable, translations: ReportTexts): string {
  if (by === "number" || by === "agent") return name ?? translations.unknown[by];
  if (by === "hour") return `${String(key).padStart(2, "0")}:00`;
  return by === "weekday" ? (translations.weekdays[Number(key) - 1] ?? "") : (key ?? "");
}
