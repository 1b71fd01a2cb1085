/** The figures of Overview and Reports, on both databases: days of the team's zone, and one connection alone. */
import { describe, expect, it } from "vitest";
import { offsetSpans, periodOf } from "../../src/domain/calendar/days.ts";
import type { Dimension, Grouped, ReportFilter } from "../../src/domain/ports/reports.ts";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { reportQueries } from "../../src/storage/figures/report-queries.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const PARIS = "Europe/Paris";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ADA = "+33612345678";
const BOB = "+33699999999";
/** 10:00 in Paris. */
const TEN = NOW;

describe("PGlite", () => {
  reportsContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  reportsContract(useBackend(openPostgresBackend));
});

const daysOf = (first: string, last = first, line: string | null = null): ReportFilter => ({
  spans: offsetSpans(PARIS, periodOf(PARIS, first, last)),
  line,
});
const TODAY = daysOf("2026-03-02");

function rowOf<T>(rows: readonly Grouped<T>[], dimension: Dimension, key: string | null = null) {
  return rows.find((row) => row.dimension === dimension && row.key === key);
}

/** `9: 3` for three in the hour of nine. */
function inboundBy(rows: readonly Grouped<{ inbound: number }>[], dimension: Dimension): Record<string, number> {
  return Object.fromEntries(
    rows.flatMap((row) => (row.dimension === dimension ? [[String(row.key), row.inbound]] : [])),
  );
}

function reportsContract(backend: UsedBackend): void {
  const reports = () => reportQueries(backend.it.database);
  let refs = 0;
  const keep = async (connectionId: string, records: Partial<ActivityRecord>[]) => {
    for (const more of records) {
      refs += 1;
      const record = fullRecord(`call:${refs}`, { ...ANSWERED, ...more });
      await activityStore(backend.it.database).save(connectionId, record, new Map(), NOW);
    }
  };
  const ANSWERED: Partial<ActivityRecord> = {
    state: "done",
    direction: "inbound",
    startedAt: TEN,
    endedAt: TEN + MINUTE_MS,
    answered: true,
    outcome: "answered",
    caller: ADA,
    callbackRequested: false,
    callbackDoneBy: null,
    lineId: "1",
    lineName: "Support",
    agent: { id: "7", name: "Cleo" },
  };
  const MISSED: Partial<ActivityRecord> = { answered: false, outcome: "missed", agent: null };
  const OUTBOUND: Partial<ActivityRecord> = { direction: "outbound" };
  const match = (created: boolean) => ({
    customer: { id: 1, name: "Ada", email: null },
    how: "phone channel" as const,
    others: [],
    created,
  });
  const conversation = (caller: string, messages: [at: number, direction: string, agent?: string | null][]) => ({
    activityId: `text:${caller}`,
    caller,
    outcome: "message" as const,
    startedAt: Math.max(...messages.map(([at]) => at)),
    plan: {
      texts: messages.map(([at, direction, agent = null], i) => ({
        id: `SM${i}`,
        at,
        direction,
        line: "Support",
        agent,
      })),
    },
  });

  describe("calls of a period", () => {
    it("are counted by direction and outcome, without those that the service ignored", async () => {
      const id = await backend.it.connect();
      await keep(id, [
        {},
        { ...MISSED, match: match(false) },
        { ...MISSED, outcome: "voicemail", match: match(true) },
        { ...MISSED, outcome: "callback", callbackRequested: true, caller: "anonymous", match: null },
        { ...MISSED, outcome: "callback", callbackRequested: true, callbackDoneBy: "call:99", match: match(false) },
        { ...OUTBOUND },
        { ...OUTBOUND, answered: false, outcome: "unanswered", match: match(true) },
        { state: "pending", answered: false, outcome: "ringing" },
        { state: "ignored" },
        { activityId: "card:1", outcome: null },
        conversation(BOB, [[TEN, "inbound"]]),
        { startedAt: TEN - 40 * 24 * HOUR_MS },
        { startedAt: null },
      ]);
      const rows = await reports().calls(id, TODAY);
      expect(rowOf(rows, "all")).toEqual({
        dimension: "all",
        key: null,
        name: null,
        inbound: 6,
        outbound: 2,
        answered: 1,
        missed: 4,
        unknownCallers: 2,
        callbacksRequested: 2,
        callbacksDone: 1,
      });
    });

    it("are grouped by number, agent, hour, weekday and day, in the team's zone", async () => {
      const id = await backend.it.connect();
      const sales = { lineId: "2", lineName: "Sales", agent: { id: "8", name: "Nils" } };
      await keep(id, [
        {},
        { ...MISSED },
        { ...sales, startedAt: TEN + 14 * HOUR_MS },
        { lineId: null, lineName: null },
      ]);
      const rows = await reports().calls(id, daysOf("2026-03-02", "2026-03-03"));
      expect(inboundBy(rows, "number")).toEqual({ "1": 2, "2": 1, null: 1 });
      expect(inboundBy(rows, "agent")).toEqual({ "7": 2, "8": 1, null: 1 });
      expect(inboundBy(rows, "hour")).toEqual({ "10": 3, "0": 1 });
      expect(inboundBy(rows, "weekday")).toEqual({ "1": 3, "2": 1 });
      expect(inboundBy(rows, "day")).toEqual({ "2026-03-02": 3, "2026-03-03": 1 });
      expect(rowOf(rows, "number", "2")).toMatchObject({ name: "Sales" });
      expect(rowOf(rows, "agent", "7")).toMatchObject({ name: "Cleo" });
      const ofSales = await reports().calls(id, daysOf("2026-03-02", "2026-03-03", "2"));
      expect(rowOf(ofSales, "all")).toMatchObject({ inbound: 1 });
    });

    it.each([
      ["23 hours, without the one that is skipped", "2026-03-29", 23, 0],
      ["25 hours, with the one that comes twice", "2026-10-25", 25, 2],
    ])("are those of a day of %s", async (_, day, hours, atTwo) => {
      const id = await backend.it.connect();
      const { since, until } = periodOf(PARIS, day, day);
      const times = Array.from({ length: hours + 2 }, (_hour, i) => since + (i - 1) * HOUR_MS + 30 * MINUTE_MS);
      expect(times.at(-1)).toBe(until + 30 * MINUTE_MS);
      await keep(id, [
        ...times.map((startedAt) => ({ startedAt })),
        { startedAt: since },
        { startedAt: until - 1 },
        { startedAt: until },
        { startedAt: since - 1 },
      ]);
      const rows = await reports().calls(id, daysOf(day));
      expect(inboundBy(rows, "day")).toEqual({ [day]: hours + 2 });
      const byHour = inboundBy(rows, "hour");
      expect(byHour["2"] ?? 0).toBe(atTwo);
      expect([byHour["1"], byHour["3"], byHour["0"], byHour["23"]]).toEqual([1, 1, 2, 2]);
    });

    it("are those of several periods at once", async () => {
      const id = await backend.it.connect();
      const weekBefore = TEN - 7 * 24 * HOUR_MS;
      await keep(id, [{}, { startedAt: weekBefore }, { startedAt: weekBefore + 24 * HOUR_MS }]);
      const spans = [...daysOf("2026-02-23").spans, ...TODAY.spans];
      expect(inboundBy(await reports().calls(id, { spans, line: null }), "day")).toEqual({
        "2026-02-23": 1,
        "2026-03-02": 1,
      });
    });
  });

  describe("responses to missed calls", () => {
    const totalOf = async (id: string) => rowOf(await reports().responses(id, TODAY), "all");

    it("are the next outbound call or message to the same number, and what comes before is none", async () => {
      const id = await backend.it.connect();
      const over = TEN + MINUTE_MS;
      await keep(id, [
        { ...MISSED },
        { ...OUTBOUND, startedAt: TEN - HOUR_MS },
        { ...OUTBOUND, startedAt: over + 10 * MINUTE_MS, answered: false, outcome: "unanswered" },
        { ...OUTBOUND, startedAt: over + 50 * MINUTE_MS },
        { ...OUTBOUND, startedAt: over + MINUTE_MS, caller: "+33100000000" },
        { startedAt: over + 2 * MINUTE_MS },
        { ...MISSED, caller: BOB },
        conversation(BOB, [
          [TEN - MINUTE_MS, "outbound"],
          [over + MINUTE_MS, "inbound"],
          [over + 30 * MINUTE_MS, "outbound"],
          [over + 40 * MINUTE_MS, "outbound"],
        ]),
        { ...MISSED, caller: "+33722222222" },
        { ...MISSED, caller: "anonymous" },
        { ...OUTBOUND, caller: "anonymous", startedAt: over + MINUTE_MS },
      ]);
      expect(await totalOf(id)).toEqual({
        dimension: "all",
        key: null,
        name: null,
        calledBack: 1,
        responded: 2,
        unreachable: 1,
        responseSeconds: 20 * 60,
      });
      const rows = await reports().responses(id, TODAY);
      expect(rowOf(rows, "number", "1")).toMatchObject({ calledBack: 1, responded: 2 });
      expect(rowOf(rows, "hour", "10")).toMatchObject({ responded: 2 });
    });

    it("count each missed call, also when one call answers several", async () => {
      const id = await backend.it.connect();
      await keep(id, [
        { ...MISSED },
        { ...MISSED, startedAt: TEN + 5 * MINUTE_MS, endedAt: null },
        { ...OUTBOUND, startedAt: TEN + 15 * MINUTE_MS },
      ]);
      expect(await totalOf(id)).toMatchObject({ calledBack: 2, responded: 2, responseSeconds: 12 * 60 });
    });

    it("are none where nothing was missed", async () => {
      const id = await backend.it.connect();
      await keep(id, [{}, { ...OUTBOUND, startedAt: TEN + HOUR_MS }]);
      const all = await totalOf(id);
      expect(all).toMatchObject({ calledBack: 0, responded: 0, unreachable: 0, responseSeconds: null });
    });
  });

  it("messages are counted on their own day, by number and agent, in any form of a stored plan", async () => {
    const lines = [{ id: "1", name: "Support", selected: true, digits: "1", country: "FR", timeZone: null }];
    const id = await backend.it.connect({ lines });
    await keep(id, [
      conversation(ADA, [
        [TEN - 24 * HOUR_MS, "inbound"],
        [TEN, "inbound"],
        [TEN + HOUR_MS, "outbound", "Cleo"],
      ]),
      conversation(BOB, [[TEN, "inbound"]]),
      { ...conversation("+331", [[TEN, "inbound"]]), state: "ignored" },
      { activityId: "text:none", plan: null, startedAt: TEN },
      { activityId: "text:other", plan: { texts: "none" }, startedAt: TEN },
      { activityId: "text:odd", plan: { texts: [{ at: "soon" }, 7, null] }, startedAt: TEN },
    ]);
    const rows = await reports().messages(id, TODAY);
    expect(rowOf(rows, "all")).toMatchObject({ received: 2, sent: 1 });
    expect(rowOf(rows, "number", "Support")).toMatchObject({ received: 2, sent: 1 });
    expect(rowOf(rows, "agent", "Cleo")).toMatchObject({ received: 0, sent: 1 });
    expect(rowOf(rows, "hour", "11")).toMatchObject({ received: 0, sent: 1 });
    expect(rowOf(await reports().messages(id, { ...TODAY, line: "1" }), "all")).toMatchObject({ received: 2 });
    expect(rowOf(await reports().messages(id, { ...TODAY, line: "2" }), "all")).toMatchObject({ received: 0 });
  });

  it("time to ticket runs from the delivery that makes it due to the answer of Gorgias", async () => {
    const id = await backend.it.connect();
    const { database } = backend.it;
    const deliver = (kind: string, ref: string, event: string, ms: number) =>
      database.query(
        `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body) values ($1, $2, $3, $4, $5, $6, '{}')`,
        [id, kind, ref, event, new Date(TEN + ms), `${ref}-${event}-${ms}`],
      );
    const write = async (activityId: string, from: number, to: number, generation = 1) => {
      const writes = writeStore(database);
      await writes.intend(id, activityId, { generation, key: "ticket", intent: {} }, TEN + from);
      const done = { generation, key: "ticket", state: "done" as const, outcome: {}, requests: 1, at: TEN + to };
      await writes.complete(id, activityId, [done]);
    };
    await keep(id, [
      { activityId: "call:answered" },
      { activityId: "call:missed", ...MISSED },
      conversation(ADA, [[TEN, "inbound"]]),
    ]);
    await deliver("call", "answered", "call.created", 0);
    await deliver("call", "answered", "call.answered", 10_000);
    await deliver("call", "answered", "call.hungup", 12_000);
    await write("call:answered", 12_900, 13_000);
    await deliver("call", "missed", "call.created", 0);
    await deliver("call", "missed", "call.hungup", 20_000);
    await deliver("call", "missed", "call.ended", 30_000);
    await write("call:missed", 30_500, 31_000);
    await write("call:missed", 50_000, 90_000, 2);
    await deliver("conversation", ADA, "message.received", 40_000);
    await write(`text:${ADA}`, 41_000, 42_000);
    expect(await reports().timeToTicket(id, new Date(TEN))).toEqual({ tickets: 3, p50: 2_000, p95: 2_900 });
    expect(await reports().timeToTicket(id, new Date(TEN + HOUR_MS))).toEqual({ tickets: 0, p50: null, p95: null });
  });

  it("the latest calls and conversations are those that began last, without cards and what was ignored", async () => {
    const id = await backend.it.connect();
    await keep(id, [
      { activityId: "call:first", startedAt: TEN },
      { activityId: "call:last", startedAt: TEN + HOUR_MS, endedAt: TEN + HOUR_MS + 90_000, state: "failed" },
      { activityId: "card:last", startedAt: TEN + 2 * HOUR_MS },
      { activityId: "call:ignored", startedAt: TEN + 2 * HOUR_MS, state: "ignored" },
      { ...conversation(BOB, [[TEN + MINUTE_MS, "inbound"]]) },
    ]);
    const latest = await reports().latest(id, 2);
    expect(latest.map(({ activityId }) => activityId)).toEqual(["call:last", `text:${BOB}`]);
    expect(latest[0]).toMatchObject({
      outcome: "answered",
      customerName: "Ada Byron",
      agentName: "Cleo",
      lineName: "Support",
      startedAt: new Date(TEN + HOUR_MS),
      durationSeconds: 90,
      state: "failed",
    });
    expect(await reports().failed(id)).toBe(1);
  });

  it("S3: are of one connection, though another one has the same calls and numbers", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    const over = TEN + MINUTE_MS;
    await keep(theirs, [
      { activityId: "call:1", ...OUTBOUND, startedAt: over + MINUTE_MS, state: "failed" },
      { activityId: "call:2", startedAt: TEN + 2 * HOUR_MS },
      conversation(ADA, [[over + MINUTE_MS, "outbound"]]),
    ]);
    await backend.it.database.query(
      `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body) values ($1, 'call', '1', 'call.ended', $2, 'x', '{}')`,
      [theirs, new Date(TEN)],
    );
    const writes = writeStore(backend.it.database);
    const done = { generation: 1, key: "ticket", state: "done" as const, outcome: {}, requests: 1, at: over };
    await writes.complete(theirs, "call:1", [done]);
    const queries = reports();
    expect(rowOf(await queries.calls(ours, TODAY), "all")).toMatchObject({ inbound: 0, outbound: 0 });
    expect(rowOf(await queries.messages(ours, TODAY), "all")).toMatchObject({ received: 0, sent: 0 });
    expect(await queries.timeToTicket(ours, new Date(TEN))).toMatchObject({ tickets: 0 });
    expect(await queries.latest(ours, 5)).toEqual([]);
    expect([await queries.failed(ours), await queries.lastDelivery(ours)]).toEqual([0, null]);
    await keep(ours, [{ activityId: "call:1", ...MISSED }]);
    expect(rowOf(await queries.responses(ours, TODAY), "all")).toMatchObject({ calledBack: 0, responded: 0 });
    expect(rowOf(await queries.calls(ours, TODAY), "all")).toMatchObject({ inbound: 1, missed: 1 });
    expect(await queries.lastDelivery(theirs)).toEqual(new Date(TEN));
  });
}
