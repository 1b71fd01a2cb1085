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
});
