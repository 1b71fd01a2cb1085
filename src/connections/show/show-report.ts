/** A report: every figure of a range of days, by number, agent, hour, weekday and day. */
import { dayAt, listDays, offsetSpans, periodOf } from "../../domain/calendar/days.ts";
import { chooseTimeZone, type TeamTimeZone } from "../../domain/calendar/time-zone.ts";
import type { LineQueries } from "../../domain/ports/admin.ts";
import type { ReportFilter, ReportQueries } from "../../domain/ports/reports.ts";
import type { TimeZoneStore } from "../../domain/ports/time-zone.ts";
import {
  rowsByName,
  rowsFor,
  totalOf,
  type Counted,
  type FigureRow,
  type Figures,
} from "../../domain/figures/figures.ts";
import { readRange, type ReportRange } from "../../domain/figures/report-range.ts";
import { HOURS } from "../../domain/figures/usual.ts";
import type { Clock } from "../../kit/clock.ts";

export interface ReportDeps {
  reports: ReportQueries;
  lines: LineQueries;
  timeZone: Pick<TimeZoneStore, "facts">;
  clock: Clock;
}

export interface ReportAsked {
  from?: string | undefined;
  to?: string | undefined;
  /** An Aircall number. */
  line?: string | undefined;
  /** The reader's zone, where nothing else is known. */
  fallbackTimeZone?: string | undefined;
}

export interface Report extends ReportRange {
  timeZone: TeamTimeZone;
  total: Figures;
  numbers: FigureRow[];
  agents: FigureRow[];
  /** All 24. */
  hours: FigureRow[];
  /** All seven, from Monday. */
  weekdays: FigureRow[];
  /** Every day of the range. */
  days: FigureRow[];
}

const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"];

export async function showReport(
  deps: ReportDeps,
  connectionId: string,
  asked: ReportAsked,
): Promise<Report | "bad range"> {
  const timeZone = await teamTimeZone(deps, connectionId, asked.fallbackTimeZone);
  const range = readRange(asked, dayAt(timeZone.name, deps.clock()));
  if (range === null) return "bad range";
  const spans = offsetSpans(timeZone.name, periodOf(timeZone.name, range.from, range.to));
  const [counted, lines] = await Promise.all([
    countAll(deps.reports, connectionId, { spans, line: asked.line ?? null }),
    deps.lines.list(connectionId),
  ]);
  return {
    ...range,
    timeZone,
    total: totalOf(counted),
    numbers: rowsByName("number", counted, new Map(lines.map(({ id, name }) => [id, name]))),
    agents: rowsByName("agent", counted, new Map()),
    hours: rowsFor("hour", HOURS.map(String), counted),
    weekdays: rowsFor("weekday", WEEKDAYS, counted),
    days: rowsFor("day", listDays(range.from, range.to), counted),
  };
}

/** UTC for a connection that does not exist any more. */
export async function teamTimeZone(
  { timeZone }: Pick<ReportDeps, "timeZone">,
  connectionId: string,
  fallback: string | undefined,
): Promise<TeamTimeZone> {
  const facts = await timeZone.facts(connectionId);
  return chooseTimeZone(facts ?? { setting: "", gorgias: null, numbers: [] }, fallback ?? null);
}

export async function countAll(reports: ReportQueries, connectionId: string, filter: ReportFilter): Promise<Counted> {
  const [calls, responses, messages] = await Promise.all([
    reports.calls(connectionId, filter),
    reports.responses(connectionId, filter),
    reports.messages(connectionId, filter),
  ]);
  return { calls, responses, messages };
}
