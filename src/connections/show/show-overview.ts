/** The overview: today and this week in the team's time zone, today against the usual, and what needs a person. */
import { addDays, dayAt, hourAt, mondayOf, offsetSpans, periodOf, type Day } from "../../domain/calendar/days.ts";
import type { TeamTimeZone } from "../../domain/calendar/time-zone.ts";
import type { OverviewQueries } from "../../domain/ports/admin.ts";
import type { LatestItem } from "../../domain/ports/reports.ts";
import type { UsageQueries } from "../../domain/ports/usage.ts";
import { totalOf, type Counted, type Figures } from "../../domain/figures/figures.ts";
import { hoursOfDay, usualUntil, type HourOfDay } from "../../domain/figures/usual.ts";
import { countAll, teamTimeZone, type ReportDeps } from "./show-report.ts";

const DAY_MS = 86_400_000;
/** The same weekday of so many weeks before is what is usual. */
const USUAL_WEEKS = 4;
/** Calls and conversations in the list of the latest. */
const MOST_LATEST = 6;

export interface PeriodShown extends Figures {
  /** Both included. */
  from: Day;
  to: Day;
  /** Tickets, and the time to each from the delivery that made it due, in ms. */
  tickets: { count: number; p50: number | null; p95: number | null };
  /** Requests to Gorgias. */
  requests: number;
}

export interface OverviewShown {
  at: Date;
  timeZone: TeamTimeZone;
  today: PeriodShown;
  /** Since Monday. */
  week: PeriodShown;
  /** Today's hours of the clock. */
  hours: HourOfDay[];
  /** Inbound calls that are usual by now. Null where no earlier day is known. */
  usualByNow: number | null;
  usage: { limit: number; used: number } | null;
  /** Calls and conversations that failed, whenever they began, and those that are not finished. */
  failed: number;
  waiting: number;
  latest: LatestItem[];
  lastDeliveryAt: Date | null;
  numbers: { selected: number; known: number };
}

export interface OverviewDeps extends ReportDeps {
  overview: Pick<OverviewQueries, "waiting" | "used">;
  usage: Pick<UsageQueries, "current">;
}

export async function showOverview(
  deps: OverviewDeps,
  connectionId: string,
  fallback?: string,
): Promise<OverviewShown> {
  const now = deps.clock();
  const timeZone = await teamTimeZone(deps, connectionId, fallback);
  const day = dayAt(timeZone.name, now);
  const [today, week, usual, failed, waiting, usage, latest, lastDeliveryAt, lines] = await Promise.all([
    showPeriod(deps, connectionId, timeZone.name, { from: day, to: day }),
    showPeriod(deps, connectionId, timeZone.name, { from: mondayOf(day), to: day }),
    usualCalls(deps, connectionId, timeZone.name, day),
    deps.reports.failed(connectionId),
    deps.overview.waiting(connectionId),
    deps.usage.current(connectionId, now),
    deps.reports.latest(connectionId, MOST_LATEST),
    deps.reports.lastDelivery(connectionId),
    deps.lines.list(connectionId),
  ]);
  const hours = hoursOfDay(today.counted.calls, usual);
  return {
    at: new Date(now),
    timeZone,
    today: today.shown,
    week: week.shown,
    hours,
    usualByNow: usualUntil(hours, hourAt(timeZone.name, now)),
    usage,
    failed,
    waiting: waiting.count,
    latest,
    lastDeliveryAt,
    numbers: { selected: lines.filter(({ selected }) => selected).length, known: lines.length },
  };
}

async function showPeriod(
  { reports, overview }: OverviewDeps,
  connectionId: string,
  zone: string,
  range: { from: Day; to: Day },
): Promise<{ shown: PeriodShown; counted: Counted }> {
  const period = periodOf(zone, range.from, range.to);
  const since = new Date(period.since);
  const [counted, timed, spent] = await Promise.all([
    countAll(reports, connectionId, { spans: offsetSpans(zone, period), line: null }),
    reports.timeToTicket(connectionId, since),
    overview.used(connectionId, since),
  ]);
  const { tickets: count, p50, p95 } = timed;
  const requests = spent.reduce((sum, kind) => sum + kind.requests, 0);
  return { counted, shown: { ...range, ...totalOf(counted), tickets: { count, p50, p95 }, requests } };
}

function usualCalls({ reports }: OverviewDeps, connectionId: string, zone: string, today: Day) {
  const days = Array.from({ length: USUAL_WEEKS }, (_, i) => addDays(today, -7 * (i + 1)));
  const spans = days.flatMap((day) => offsetSpans(zone, periodOf(zone, day, day)));
  return reports.calls(connectionId, { spans, line: null });
}

/** The last midnight UTC, epoch ms. */
export function midnightOf(now: number): number {
  return now - (now % DAY_MS);
}
