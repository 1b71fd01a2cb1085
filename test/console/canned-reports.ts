/** Answers about the figures of Overview and Reports, as a shop in the middle of a day would get them. */
import type { OverviewAnswer, ReportAnswer } from "../../src/http/api/schemas.ts";
import { HOSTILE, NOON } from "./canned.ts";

const ago = (minutes: number) => new Date(NOON - minutes * 60_000).toISOString();

const none: ReportAnswer["total"] = {
  inbound: 0,
  outbound: 0,
  answered: 0,
  missed: 0,
  answeredRate: null,
  calledBack: 0,
  responded: 0,
  unreachable: 0,
  responseSeconds: null,
  callbacksRequested: 0,
  callbacksDone: 0,
  unknownCallers: 0,
  received: 0,
  sent: 0,
};

const figures = (answered: number, missed: number): ReportAnswer["total"] => ({
  inbound: answered + missed,
  outbound: Math.round(answered / 3),
  answered,
  missed,
  answeredRate: answered + missed === 0 ? null : answered / (answered + missed),
  calledBack: Math.floor(missed * 0.6),
  responded: Math.floor(missed * 0.7),
  unreachable: 0,
  responseSeconds: missed > 1 ? 60 * missed + 5 : null,
  callbacksRequested: Math.floor(missed / 3),
  callbacksDone: Math.floor(missed / 4),
  unknownCallers: Math.floor(answered / 10),
  received: answered * 2,
  sent: answered,
});

/** A morning of calls, with its peak at ten. */
const hourOf = (hour: number) => {
  const calls = hour >= 8 && hour < 12 ? ([6, 14, 17, 9][hour - 8] ?? 0) : 0;
  const missed = hour === 10 ? 4 : hour === 9 ? 2 : hour === 11 ? 1 : 0;
  const usual = hour >= 8 && hour < 19 ? ([5, 12, 13.25, 9, 4, 6, 8, 9, 7, 5, 2][hour - 8] ?? 0) : 0;
  return { hour, answered: Math.max(0, calls - missed), missed, usual };
};

const TIME_ZONE = { name: "Europe/Paris", source: "gorgias" } as const;

const item = (n: number, more: Partial<OverviewAnswer["latest"][number]>): OverviewAnswer["latest"][number] => ({
  id: `call:${n}`,
  kind: "call",
  result: "done",
  direction: "inbound",
  outcome: "answered",
  caller: "+33612345678",
  customerName: "Marie Curie",
  agent: "Cleo Agent",
  line: "Support FR",
  startedAt: ago(n * 4 + 1),
  durationSeconds: 125,
  ticketId: 7_000 + n,
  ticketUrl: `https://acme.gorgias.com/app/ticket/${7_000 + n}`,
  ...more,
});

const latest = [
  item(0, {}),
  item(1, { outcome: "missed", customerName: null, agent: null, line: "Support US", durationSeconds: 31 }),
  item(2, { id: "text:+33612345684", kind: "conversation", outcome: "message", customerName: HOSTILE, agent: null }),
  item(3, { direction: "outbound", outcome: "unanswered", customerName: "Jean-Luc Ponty" }),
  item(4, {
    outcome: "voicemail",
    result: "failed",
    ticketId: null,
    ticketUrl: null,
    caller: "anonymous",
    customerName: null,
  }),
  item(5, {
    outcome: "in_progress",
    result: "pending",
    durationSeconds: null,
    customerName: "Aircall New Contact +33612345678",
  }),
];

export const overview: OverviewAnswer = {
  at: ago(0),
  timeZone: TIME_ZONE,
  today: {
    ...figures(1_234, 7),
    calledBack: 5,
    responded: 5,
    received: 40,
    sent: 23,
    from: "2026-11-22",
    to: "2026-11-22",
    tickets: 48,
    timeToTicket: { p50: 210, p95: 430 },
    requests: 512,
  },
  week: {
    ...figures(5_214, 35),
    callbacksRequested: 11,
    callbacksDone: 10,
    from: "2026-11-16",
    to: "2026-11-22",
    tickets: 301,
    timeToTicket: { p50: 230, p95: 1_900 },
    requests: 3_900,
  },
  hours: Array.from({ length: 24 }, (_, hour) => hourOf(hour)),
  usualByNow: 38.6,
  usage: { limit: 80, used: 25 },
  failed: 3,
  waiting: 2,
  latest,
  lastDeliveryAt: ago(0.2),
  numbers: { selected: 3, known: 4 },
};

/** The first minutes of a shop. */
export const emptyOverview: OverviewAnswer = {
  ...overview,
  timeZone: { name: "UTC", source: "utc" },
  today: { ...none, from: "2026-11-22", to: "2026-11-22", tickets: 0, timeToTicket: null, requests: 0 },
  week: { ...none, from: "2026-11-16", to: "2026-11-22", tickets: 0, timeToTicket: null, requests: 0 },
  hours: Array.from({ length: 24 }, (_, hour) => ({ hour, answered: 0, missed: 0, usual: null })),
  usualByNow: null,
  usage: null,
  failed: 0,
  waiting: 0,
  latest: [],
  lastDeliveryAt: null,
  numbers: { selected: 0, known: 4 },
};

const dayAt = (i: number) => new Date(NOON - (29 - i) * 86_400_000).toISOString().slice(0, 10);

export const report: ReportAnswer = {
  timeZone: TIME_ZONE,
  from: dayAt(0),
  to: dayAt(29),
  total: figures(1_530, 180),
  numbers: [
    { ...figures(900, 80), key: "11", name: "Support" },
    { ...figures(480, 90), key: "12", name: "Sales" },
    { ...figures(150, 10), key: "13", name: HOSTILE },
    { ...none, outbound: 2, key: null, name: null },
  ],
  agents: [
    { ...figures(800, 0), key: "1", name: "Ada Byron" },
    { ...figures(730, 0), key: "2", name: "G. Hopper" },
    { ...figures(0, 180), key: null, name: null },
  ],
  hours: Array.from({ length: 24 }, (_, hour) => ({
    ...figures(hourOf(hour).answered * 30, hourOf(hour).missed * 20),
    key: String(hour),
  })),
  weekdays: Array.from({ length: 7 }, (_, i) => ({
    ...figures(i < 5 ? 280 + i * 12 : 40, i < 5 ? 30 : 4),
    key: String(i + 1),
  })),
  days: Array.from({ length: 30 }, (_, i) => ({ ...figures(30 + ((i * 37) % 40), (i * 7) % 12), key: dayAt(i) })),
};

export const emptyReport: ReportAnswer = {
  ...report,
  total: none,
  numbers: [],
  agents: [],
  hours: report.hours.map(({ key }) => ({ ...none, key })),
  weekdays: report.weekdays.map(({ key }) => ({ ...none, key })),
  days: report.days.map(({ key }) => ({ ...none, key })),
};
