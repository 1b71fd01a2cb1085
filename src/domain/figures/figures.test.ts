import { describe, expect, it } from "vitest";
import type { CallFigures, Grouped, MessageFigures, ResponseFigures } from "../ports/reports.ts";
import { rowsByName, rowsFor, totalOf, type Counted } from "./figures.ts";

const call = (row: Partial<Grouped<CallFigures>>): Grouped<CallFigures> => ({
  dimension: "number",
  key: null,
  name: null,
  inbound: 0,
  outbound: 0,
  answered: 0,
  missed: 0,
  unknownCallers: 0,
  callbacksRequested: 0,
  callbacksDone: 0,
  ...row,
});
const message = (row: Partial<Grouped<MessageFigures>>): Grouped<MessageFigures> => ({
  dimension: "number",
  key: null,
  name: null,
  received: 0,
  sent: 0,
  ...row,
});
const response = (row: Partial<Grouped<ResponseFigures>>): Grouped<ResponseFigures> => ({
  dimension: "number",
  key: null,
  name: null,
  calledBack: 0,
  responded: 0,
  unreachable: 0,
  responseSeconds: null,
  ...row,
});
const nothing: Counted = { calls: [], responses: [], messages: [] };

describe("figures of a period", () => {
  it("are zero, without a rate, where nothing happened", () => {
    expect(totalOf(nothing)).toMatchObject({ inbound: 0, received: 0, responseSeconds: null, answeredRate: null });
  });

  it("join calls, responses and messages, with the rate of those that are over", () => {
    const all = { dimension: "all" } as const;
    const counted = {
      calls: [
        call({ ...all, inbound: 11, answered: 8, missed: 2 }),
        call({ dimension: "number", key: "1", inbound: 99 }),
      ],
      responses: [response({ ...all, calledBack: 1, responded: 2, responseSeconds: 60 })],
      messages: [message({ ...all, received: 3, sent: 4 })],
    };
    expect(totalOf(counted)).toMatchObject({
      inbound: 11,
      answeredRate: 0.8,
      calledBack: 1,
      responded: 2,
      responseSeconds: 60,
      received: 3,
      sent: 4,
    });
  });

  it("have a row for each hour that is asked for, counted or not", () => {
    const counted = { ...nothing, calls: [call({ dimension: "hour", key: "9", inbound: 5, answered: 5 })] };
    expect(rowsFor("hour", ["8", "9"], counted)).toMatchObject([
      { key: "8", inbound: 0, answeredRate: null },
      { key: "9", inbound: 5, answeredRate: 1 },
    ]);
  });

  it("of agents count no numbers with the same id, and no messages of numbers with the same name", () => {
    const counted = {
      calls: [
        call({ key: "1", name: "Support", inbound: 50 }),
        call({ dimension: "agent", key: "1", name: "Ada", outbound: 2 }),
        call({ dimension: "agent", key: "2", name: null, inbound: 4 }),
      ],
      responses: [],
      messages: [message({ key: "Ada", sent: 9 }), message({ dimension: "agent", key: "Ada", sent: 3 })],
    };
    const rows = rowsByName("agent", counted, new Map());
    expect(rows.map(({ key, name, inbound, outbound, sent }) => [key, name, inbound, outbound, sent])).toEqual([
      ["1", "Ada", 0, 2, 3],
      ["2", "2", 4, 0, 0],
    ]);
  });

  it("of numbers have their current names, the busiest first, with the messages that name them", () => {
    const counted = {
      calls: [
        call({ key: "1", name: "Old name", inbound: 2 }),
        call({ key: "2", name: "Sales", inbound: 1 }),
        call({ key: null, inbound: 1 }),
        call({ dimension: "agent", key: "1", inbound: 50 }),
      ],
      responses: [response({ key: "2", calledBack: 1 })],
      messages: [
        message({ key: "Sales", received: 9 }),
        message({ key: "Gone", sent: 1 }),
        message({ key: null, sent: 1 }),
      ],
    };
    const names = new Map([["1", "Support"]]);
    const rows = rowsByName("number", counted, names);
    expect(
      rows.map(({ key, name, inbound, received, sent, calledBack }) => [
        key,
        name,
        inbound,
        received,
        sent,
        calledBack,
      ]),
    ).toEqual([
      ["2", "Sales", 1, 9, 0, 1],
      [null, null, 1, 0, 1, 0],
      ["1", "Support", 2, 0, 0, 0],
      ["Gone", "Gone", 0, 0, 1, 0],
    ]);
  });
});
