import { describe, expect, it } from "vitest";
import type { Report } from "../../connections/show/show-report.ts";
import { rowsByName, rowsFor, totalOf } from "../../domain/figures/figures.ts";
import { reportCsv } from "./report-csv.ts";

const calls = (dimension: "all" | "number" | "weekday", key: string | null, name: string | null) => ({
  dimension,
  key,
  name,
  inbound: 4,
  outbound: 1,
  answered: 2,
  missed: 1,
  unknownCallers: 0,
  callbacksRequested: 1,
  callbacksDone: 0,
});
const counted = {
  calls: [calls("all", null, null), calls("number", "1", '=HYPERLINK("http://evil")'), calls("weekday", "1", null)],
  responses: [
    {
      dimension: "all" as const,
      key: null,
      name: null,
      calledBack: 1,
      responded: 1,
      unreachable: 0,
      responseSeconds: 61.4,
    },
  ],
  messages: [],
};
const report: Report = {
  timeZone: { name: "Europe/Paris", source: "setting" },
  from: "2026-03-02",
  to: "2026-03-02",
  total: totalOf(counted),
  numbers: rowsByName("number", counted, new Map()),
  agents: [],
  hours: [],
  weekdays: rowsFor("weekday", ["1"], counted),
  days: [],
};

describe("the CSV of a report", () => {
  it("has headings, a line for each row, and the totals, and no name becomes a formula", () => {
    expect(reportCsv(report, "number", "en").split("\r\n")).toEqual([
      "\uFEFFNumber (Europe/Paris),Inbound calls,Answered,Missed,Answered rate (%),Called back,Called back or messaged,Median response time (s),Callbacks requested,Callbacks done,Unknown callers,Outbound calls,Messages received,Messages sent",
      `"'=HYPERLINK(""http://evil"")",4,2,1,67,0,0,,1,0,0,1,0,0`,
      "Total,4,2,1,67,1,1,61,1,0,0,1,0,0",
      "",
    ]);
  });

  it("is separated by semicolons in French", () => {
    const [head, first] = reportCsv(report, "weekday", "fr").split("\r\n");
    expect(head).toMatch(/^\uFEFFJour de la semaine \(Europe\/Paris\);Appels entrants;Décrochés;/);
    expect(first).toMatch(/^lundi;4;2;1;67;/);
  });

  it("has each figure in its own column, of the rows and of the totals", () => {
    const figures = {
      inbound: 11,
      answered: 12,
      missed: 13,
      answeredRate: 0.125,
      calledBack: 14,
      responded: 15,
      responseSeconds: 16.5,
      callbacksRequested: 17,
      callbacksDone: 18,
      unknownCallers: 19,
      outbound: 20,
      received: 21,
      sent: 22,
      unreachable: 0,
    };
    const total = { ...figures, answeredRate: null, responseSeconds: null };
    const row = (key: string | null, name: string | null) => [{ ...figures, key, name }];
    const full: Report = {
      ...report,
      total,
      numbers: row("1", null),
      agents: row(null, null),
      hours: row("9", null),
      weekdays: row("7", null),
      days: row("2026-03-02", null),
    };
    const linesOf = (by: "number" | "agent" | "hour" | "weekday" | "day") =>
      reportCsv(full, by, "en").split("\r\n").slice(1, 3);
    const cells = "11,12,13,13,14,15,17,17,18,19,20,21,22";
    const last = "Total,11,12,13,,14,15,,17,18,19,20,21,22";
    expect(linesOf("number")).toEqual([`Unknown number,${cells}`, last]);
    expect(linesOf("agent")).toEqual([`No agent,${cells}`, last]);
    expect(linesOf("hour")).toEqual([`09:00,${cells}`, last]);
    expect(linesOf("weekday")).toEqual([`Sunday,${cells}`, last]);
    expect(linesOf("day")).toEqual([`2026-03-02,${cells}`, last]);
  });
});
