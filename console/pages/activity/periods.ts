/** The periods that a list can be limited to, in the browser's time zone. Pure. */

export const PERIODS = ["today", "yesterday", "week", "month"] as const;
type Day = `${number}-${number}-${number}`;
/** A name, one day as `2026-11-24`, or the first and the last of several days, joined by `..`. */
export type Period = (typeof PERIODS)[number] | Day | `${Day}..${Day}`;

const DAYS = { today: [0, 1], yesterday: [-1, 0], week: [-6, 1], month: [-29, 1] } as const;

/** ISO 8601, `to` excluded. Empty texts where no period is chosen. `now` is epoch ms. */
export function periodOf(period: Period | "", now: number): { from: string; to: string } {
  if (period === "") return { from: "", to: "" };
  const named = PERIODS.find((one) => one === period);
  if (named === undefined) {
    const [first = "", last = first] = period.split("..");
    return { from: span(dateOf(first), 0, 1).from, to: span(dateOf(last), 0, 1).to };
  }
  const today = new Date(now);
  const [from, to] = DAYS[named];
  return span(new Date(today.getFullYear(), today.getMonth(), today.getDate()), from, to);
}

function dateOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

/** A day has 23 or 25 hours when the clocks change, so days are counted by the calendar. */
function span(day: Date, from: number, to: number): { from: string; to: string } {
  const at = (days: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
  if (Number.isNaN(at(from).getTime())) return { from: "", to: "" };
  return { from: at(from).toISOString(), to: at(to).toISOString() };
}
