/** Converts the activity filter to the page's address and back. */
import type { ActivityFilter } from "./asked-filter.ts";
import { periodOf, PERIODS, type Period } from "./periods.ts";

export const RESULTS = ["failed", "pending", "done", "ignored"] as const;
/** Every inbound call that no agent answered counts as missed. `card`: insight cards, which no other list has. */
export const OUTCOMES = [
  "answered",
  "missed,voicemail,callback",
  "voicemail",
  "callback",
  "unanswered",
  "message",
  "in_progress,ringing",
  "card",
] as const;

/** What the page's address holds. An empty text is no filter. */
export interface ChosenFilter {
  query: string;
  period: Period | "";
  line: string;
  agent: string;
  outcome: (typeof OUTCOMES)[number] | "";
  result: (typeof RESULTS)[number] | "";
}

export const NO_FILTER: ChosenFilter = { query: "", period: "", line: "", agent: "", outcome: "", result: "" };

/** Addresses of earlier versions name a kind. */
const KINDS = new Map<string, ChosenFilter["outcome"]>([
  ["conversation", "message"],
  ["card", "card"],
]);

/** The limit of the API. */
const LONGEST = 200;

/** Ignores unknown values. */
export function searchToFilter(search: URLSearchParams): ChosenFilter {
  const text = (name: string) => (search.get(name) ?? "").slice(0, LONGEST);
  const oneOf = <T extends string>(known: readonly T[], name: string) => known.find((one) => one === text(name)) ?? "";
  return {
    query: text("query"),
    period: readPeriod(text) || oneOf(PERIODS, "period"),
    line: text("line").slice(0, 100),
    agent: text("agent").slice(0, 100),
    outcome: oneOf(OUTCOMES, "outcome") || (KINDS.get(text("kind")) ?? ""),
    result: oneOf(RESULTS, "result"),
  };
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAYS = /^\d{4}-\d\d-\d\d(?:\.\.\d{4}-\d\d-\d\d)?$/;

/** The days that the address names. Links of the overview and of reports name the first and the last. */
function readPeriod(text: (name: string) => string): Period | "" {
  const [from, to, period] = [text("from"), text("to"), text("period")];
  if (DAY.test(from) && DAY.test(to)) return (from === to ? from : `${from}..${to}`) as Period;
  return DAYS.test(period) ? (period as Period) : "";
}

export function filterToSearch(filter: ChosenFilter): string {
  const parts = Object.entries({ ...filter, query: filter.query.trim() }).filter(([, value]) => value !== "");
  return new URLSearchParams(parts).toString();
}

/** The filter of the API. `now` is epoch ms. Days begin at midnight in the browser's zone. */
export function askedFor({ period, query, outcome, ...chosen }: ChosenFilter, now: number): ActivityFilter {
  const what = outcome === "card" ? { kind: "card" as const, outcome: "" } : { kind: "" as const, outcome };
  return { ...chosen, ...what, query: query.trim(), ...periodOf(period, now) };
}
