/** L8: when calls are compared with Aircall's list, over days of which some minutes fail. */
import { describe, expect, it } from "vitest";
import type { MaintenanceState } from "../../domain/ports/maintenance.ts";
import type { Installation } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { CheckResults, MaintenanceDeps } from "../maintenance/maintenance-deps.ts";
import { checkAircall } from "./check-aircall.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = Date.UTC(2026, 2, 2, 9, 0, 0);

/** A comparison that ended, or the part before a failure. Times in epoch ms. */
interface Window {
  from: number;
  to: number;
  at: number;
}

/** What fails: Aircall before, in the middle of or after the first page, or the database while it saves. */
type Trouble = "list" | "second page" | "save";

function maintained(troubleAt: (minute: number) => Trouble | null) {
  const windows: Window[] = [];
  let state: MaintenanceState = { recentUntil: START, dayUntil: START };
  let [now, saves] = [START, 0];
  const minute = () => (now - START) / MINUTE_MS;
  const company = {
    createWebhook: async () => ({ webhookId: "hook", token: "token", wasOff: false }),
    ping: async () => undefined,
  };
  const away = new RequestError("aircall: 503", { fate: "later", status: 503 });
  const deps = {
    clock: () => now,
    publicUrl: "https://service.example",
    connections: { credential: async () => ({ credential: { kind: "basic" }, problem: null }) },
    setup: { company: () => company },
    installs: { keepWebhook: async () => true, keepWebhookProblem: async () => undefined },
    maintenance: {
      read: async () => ({ ...state }),
      save: async (_id: string, next: MaintenanceState) => {
        saves += 1;
        if (troubleAt(minute()) === "save") throw new Error("the database is down");
        state = { ...next };
      },
    },
    async compare(
      _id: string,
      { from, to }: { from: number; to: number },
      onProgress?: (startedAt: number) => Promise<void>,
    ) {
      const trouble = troubleAt(minute());
      if (trouble === "list") throw away;
      const middle = Math.floor((from + to) / 2);
      windows.push({ from: from * 1000, to: middle * 1000, at: now });
      await onProgress?.(middle);
      if (trouble === "second page") throw away;
      windows.push({ from: middle * 1000, to: to * 1000, at: now });
      return { unheard: 0 };
    },
    log: { warn: () => undefined },
  } as unknown as MaintenanceDeps;
  const installation = { id: "one", account: "acme", webhookKey: "key", webhookId: "hook" } as Installation;
  return {
    windows,
    saves: () => saves,
    async pass(minutes: number) {
      for (let n = 0; n < minutes; n += 1) {
        now += MINUTE_MS;
        const results: CheckResults = { due: {}, known: new Set() };
        await checkAircall(deps, installation, results).catch((error: unknown) => {
          if (!(error instanceof Error) || error.message !== "the database is down") throw error;
        });
      }
      return now;
    },
  };
}

/** Whether this moment is in a window that was compared in `[after, before)`. */
const isCompared = (windows: readonly Window[], moment: number, after: number, before: number) =>
  windows.some(({ from, to, at }) => from <= moment && moment <= to && at >= after && at < before);

/** Some calls' starts, among them the first and last second of each day. */
const MOMENTS = Array.from({ length: 3 * 24 * 12 }, (_, n) => START + n * 5 * MINUTE_MS).flatMap((at) => [
  at,
  at + 299_000,
]);

/** Every trouble at minutes of the first and the second day, as long as an outage and as short as one maintenance. */
const TROUBLES: [string, (minute: number) => Trouble | null][] = [
  ["nothing fails", () => null],
  ...(["list", "second page", "save"] as const).flatMap((trouble): [string, (minute: number) => Trouble | null][] => [
    [`every other maintenance fails at: ${trouble}`, (minute) => (minute % 2 === 0 ? trouble : null)],
    [
      `an hour of the first and of the second day fails at: ${trouble}`,
      (minute) => (minute % 1440 > 600 && minute % 1440 < 660 ? trouble : null),
    ],
  ]),
];

describe("calls are compared with Aircall's list", () => {
  it.each(TROUBLES)(
    "L8: soon after their end, and again once they are a day old, where %s",
    async (_what, troubleAt) => {
      const { windows, pass } = maintained(troubleAt);
      const end = await pass(4 * 1440 + 60);
      const missing = MOMENTS.filter(
        (moment) =>
          !isCompared(windows, moment, moment + 20 * MINUTE_MS, moment + 110 * MINUTE_MS) ||
          !isCompared(windows, moment, moment + DAY_MS, end),
      );
      expect(missing.map((moment) => new Date(moment).toISOString())).toEqual([]);
      expect(windows.filter(({ from }) => from < START)).toEqual([]);
    },
  );

  it("L8: a day later each part of the day once, and soon every five minutes", async () => {
    const { windows, pass, saves } = maintained(() => null);
    await pass(3 * 1440);
    const late = windows.filter(({ to, at }) => at - to >= DAY_MS);
    for (const [index, { from }] of late.entries()) expect(from).toBe(late[index - 1]?.to ?? START);
    expect(late.at(-1)?.to).toBeGreaterThan(START + 2 * DAY_MS - 10 * MINUTE_MS);
    const times = [...new Set(windows.map(({ at }) => at))];
    expect(times.length).toBe((3 * 1440) / 5 - 1);
    // Once in the middle of the recent calls, and once at the end.
    expect(saves()).toBe(2 * times.length);
    const overlaps = windows.map(({ from, at }) => at - from).filter((ms) => ms < DAY_MS);
    expect(Math.max(...overlaps)).toBeLessThan(60 * MINUTE_MS);
  });
});
