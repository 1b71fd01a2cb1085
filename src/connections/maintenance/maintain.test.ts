/** The alerts about work: which of them apply, by what waits, failed and was rejected. */
import { describe, expect, it } from "vitest";
import { RequestError } from "../../kit/request-error.ts";
import { maintain } from "./maintain.ts";
import type { MaintenanceDeps } from "./maintenance-deps.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;

interface Found {
  selected?: number;
  unlinked?: number;
  failed?: number;
  /** Minutes since the oldest work was deferred. */
  deferredFor?: number | null;
  /** Minutes since Gorgias rejects every request. */
  refusedFor?: number | null;
  patienceMinutes?: number;
  /** What reading the Gorgias credential rejects with. */
  trouble?: Error;
  active?: string[];
}

/** Maintains a connection with nothing but Gorgias. Returns what was raised and resolved. */
async function raisedBy(found: Found) {
  const { selected = 1, unlinked = 0, failed = 0, deferredFor = null, refusedFor = null, patienceMinutes = 15 } = found;
  const since = (minutes: number | null) => (minutes === null ? null : NOW - minutes * MINUTE_MS);
  const [raised, resolved, warned]: [Record<string, unknown>, string[], string[]] = [{}, [], []];
  const deps = {
    clock: () => NOW,
    installs: { read: async () => ({ id: "c1", account: "acme", status: "active", hasAircall: false }) },
    connections: {
      withAccount: async () => ({ settings: { patienceMinutes, alertUrl: "" } }),
      credential: async () => {
        if (found.trouble) throw found.trouble;
        return { credential: { kind: "basic" }, problem: { kind: "refused", why: null, since: NOW - MINUTE_MS } };
      },
    },
    memory: { users: async () => null },
    maintenance: { status: async () => ({ failed, selected, unlinked, deferredSince: since(deferredFor) }) },
    refusedSince: async () => since(refusedFor),
    alerts: {
      status: async () => new Set(found.active ?? []),
      resolve: async (_id: string, kind: string) => void resolved.push(kind),
      async raise(_id: string, kind: string, detail: unknown) {
        raised[kind] = detail;
        return true;
      },
    },
    log: { warn: (_about: object, text: string) => void warned.push(text) },
  } as unknown as MaintenanceDeps;
  await maintain(deps, "c1");
  delete raised["gorgias keys refused"];
  return { raised, resolved, warned };
}

describe("maintenance", () => {
  it.each([
    ["nothing", {}, {}],
    ["no line selected", { selected: 0 }, { "no line selected": {} }],
    ["a line without a link", { unlinked: 1 }, { "lines not linked": { count: 1 } }],
    ["one failure", { failed: 1 }, { "failed items": { count: 1 } }],
    ["work that waits for 15 min", { deferredFor: 15 }, {}],
    ["work that waits for 16 min", { deferredFor: 16 }, { "waiting long": { minutes: 16 } }],
    ["rejections for half of the patience", { refusedFor: 7.5 }, {}],
    ["rejections for more", { refusedFor: 8 }, { "deactivation near": { minutes: 8, patience: 15 } }],
    ["rejections without any patience", { refusedFor: 8, patienceMinutes: 0 }, {}],
  ])("L5: raises for %s what applies", async (_what, found, raised) => {
    expect((await raisedBy(found)).raised).toEqual(raised);
  });

  it("L5: resolves what no longer applies, and nothing that was not looked at", async () => {
    const active = ["failed items", "waiting long", "webhook off", "calls unheard"];
    expect((await raisedBy({ failed: 1, active })).resolved).toEqual(["waiting long"]);
  });

  it("L8: goes on in the next minute where a vendor does not answer, and fails where our database does", async () => {
    const silent = new RequestError("no", { fate: "unknown" });
    expect(await raisedBy({ trouble: silent, failed: 1 })).toMatchObject({
      raised: {},
      warned: ["connection maintenance failed, will retry in minutes"],
    });
    await expect(raisedBy({ trouble: new Error("the database is down") })).rejects.toThrow("the database is down");
  });
});
