/** Which days Overview counts, and which it compares with. */
import { expect, it } from "vitest";
import type { ReportFilter, ReportQueries } from "../../domain/ports/reports.ts";
import { showOverview, type OverviewDeps } from "./show-overview.ts";

const CALLS = { outbound: 0, unknownCallers: 0, callbacksRequested: 0, callbacksDone: 0, name: null };
/** Half past ten of a Wednesday in Paris. */
const NOW = Date.parse("2026-03-04T09:30:00Z");

function fake() {
  const asked: { calls: string[][]; latest: number[]; since: string[] } = { calls: [], latest: [], since: [] };
  const reports = {
    async calls(_connectionId: string, { spans }: ReportFilter) {
      asked.calls.push(spans.map(({ since, until }) => `${iso(since)} ${iso(until)}`));
      if (spans.length < 4) return [];
      const of = (dimension: "day" | "hour", key: string, inbound: number) =>
        ({ ...CALLS, dimension, key, inbound, answered: inbound, missed: 0 }) as const;
      return [of("day", "2026-02-25", 8), of("hour", "10", 4), of("hour", "11", 4)];
    },
    responses: async () => [],
    messages: async () => [],
    async timeToTicket(_connectionId: string, since: Date) {
      asked.since.push(since.toISOString());
      return { tickets: 0, p50: null, p95: null };
    },
    async latest(_connectionId: string, limit: number) {
      asked.latest.push(limit);
      return [];
    },
    lastDelivery: async () => null,
    failed: async () => 0,
  } as unknown as ReportQueries;
  const deps: OverviewDeps = {
    reports,
    lines: { list: async () => [] },
    timeZone: { facts: async () => ({ setting: "Europe/Paris", gorgias: null, numbers: [] }) },
    overview: { waiting: async () => ({ count: 0, oldest: null }), used: async () => [] },
    usage: { current: async () => null },
    clock: () => NOW,
  };
  return { deps, asked };
}

const iso = (at: number) => new Date(at).toISOString().slice(0, 13);

it("counts today and the week since Monday, by the clock of the team", async () => {
  const { deps, asked } = fake();
  const { today, week } = await showOverview(deps, "c");
  expect([today, week].map(({ from, to }) => [from, to])).toEqual([
    ["2026-03-04", "2026-03-04"],
    ["2026-03-02", "2026-03-04"],
  ]);
  expect(asked.calls.slice(0, 2)).toEqual([["2026-03-03T23 2026-03-04T23"], ["2026-03-01T23 2026-03-04T23"]]);
  expect(asked.since).toEqual(["2026-03-03T23:00:00.000Z", "2026-03-01T23:00:00.000Z"]);
});

it("compares today, up to this moment, with the same weekday of the last four weeks", async () => {
  const { deps, asked } = fake();
  const { usualByNow } = await showOverview(deps, "c");
  expect(asked.calls[2]).toEqual([
    "2026-02-24T23 2026-02-25T23",
    "2026-02-17T23 2026-02-18T23",
    "2026-02-10T23 2026-02-11T23",
    "2026-02-03T23 2026-02-04T23",
  ]);
  expect(usualByNow).toBe(2);
});

it("lists the latest six calls and conversations", async () => {
  const { deps, asked } = fake();
  await showOverview(deps, "c");
  expect(asked.latest).toEqual([6]);
});
