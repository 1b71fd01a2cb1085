/** Answers about API usage, alerts and insight cards, as a shop on a busy day gets them. */
import type {
  ActivityDetailAnswer,
  AlertsAnswer,
  UsageAnswer,
  UsageDistributionAnswer,
} from "../../src/http/api/schemas.ts";
import { evidence, HOSTILE, item, NOON } from "./canned.ts";

const ago = (minutes: number) => new Date(NOON - minutes * 60_000).toISOString();

export const usage: UsageAnswer = {
  at: ago(0),
  limit: 80,
  drainPerSecond: 2,
  used: 63,
  blockedUntil: null,
  sharePercent: 10,
  spentByPriority: [
    { priority: "card", requests: 240, refused: 0 },
    { priority: "live call", requests: 1200, refused: 3 },
    { priority: "priority of tomorrow", requests: 5, refused: 0 },
  ],
  minutes: Array.from({ length: 400 }, (_, place) => ({
    minute: ago((400 - place) * 3),
    requests: 3 + ((place * 7) % 20),
    refused: place % 50 === 0 ? 3 : 0,
  })),
  waiting: 6,
  oldestWaiting: ago(9),
  waitingByPriority: [
    { priority: "live call", count: 1, since: ago(0.5) },
    { priority: "message", count: 1234, since: ago(4) },
    { priority: "catch-up", count: 2, since: ago(200) },
  ],
  taken: { calls: { count: 120, requests: 456 }, texts: { count: 0, requests: 2 }, cards: { count: 1, requests: 3 } },
  spentSince: ago(720),
  spent: [
    { kind: "ticket", requests: 130 },
    { kind: "customer", requests: 90 },
    { kind: "change", requests: 60 },
    { kind: "upload", requests: 12 },
    { kind: "kind of tomorrow", requests: 1 },
  ],
};

export const distribution: UsageDistributionAnswer = {
  from: ago(7 * 1440),
  at: ago(0),
  kinds: [
    { kind: "answered", count: 1420, requests: 8236, least: 3, median: 6, p95: 9, most: 14 },
    { kind: "missed", count: 312, requests: 812, least: 1, median: 2, p95: 4, most: 7 },
    { kind: "voicemail", count: 44, requests: 176, least: 3, median: 4, p95: 6, most: 6 },
    { kind: "callback", count: 1, requests: 2, least: 2, median: 2, p95: 2, most: 2 },
    { kind: "outbound", count: 230, requests: 1150, least: 2, median: 5, p95: 8, most: 11 },
    { kind: "conversation", count: 97, requests: 480, least: 1, median: 3, p95: 16, most: 22 },
  ],
  shared: { requests: 420, among: 2104 },
};

export const emptyDistribution: UsageDistributionAnswer = {
  ...distribution,
  kinds: [],
  shared: { requests: 0, among: 0 },
};

export const blocked: UsageAnswer = { ...usage, used: 90, blockedUntil: ago(-1) };

export const emptyUsage: UsageAnswer = {
  ...usage,
  limit: null,
  drainPerSecond: null,
  used: null,
  spentByPriority: [],
  minutes: [],
  waiting: 0,
  oldestWaiting: null,
  waitingByPriority: [],
  taken: { calls: { count: 0, requests: 0 }, texts: { count: 0, requests: 0 }, cards: { count: 0, requests: 0 } },
  spent: [],
};

export const alerts: AlertsAnswer = {
  alerts: [
    {
      kind: "webhook off",
      what: "Aircall had switched our webhook off.",
      remedy: "Nothing is to be done.",
      raisedAt: ago(600),
      resolvedAt: ago(595),
    },
  ],
};

const activeAlert = (kind: AlertsAnswer["alerts"][number]["kind"], what: string) => ({
  kind,
  what,
  remedy: `What to do about: ${kind}`,
  raisedAt: ago(30),
  resolvedAt: null,
});

export const activeAlerts: AlertsAnswer = {
  alerts: [
    activeAlert("deactivated", `The connection is deactivated: ${HOSTILE}`),
    activeAlert("failed items", "Calls and conversations that could not be written: 3."),
    ...alerts.alerts,
  ],
};

export const card: ActivityDetailAnswer = {
  ...item(4),
  ...evidence,
  customerName: HOSTILE,
  match: null,
  received: [],
  plan: {
    kind: "card",
    lines: [
      { label: null, text: HOSTILE, link: "https://acme.gorgias.com/app/customer/77" },
      { label: "Note", text: "Prefers mornings", link: null },
      { label: "Open ticket", text: "Where is it? · open", link: "javascript:hacked=1" },
    ],
  },
  writes: [],
  leftOut: [],
  wakeAt: null,
  tickets: [],
};
